import os
from typing import Any

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application
from django.urls import path

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.servers.stock.settings"
django = get_asgi_application()

from bench.servers.stock.consumers import StoryConsumer  # noqa: E402

story: Any = StoryConsumer.as_asgi()
application = ProtocolTypeRouter(
    {
        "http": django,
        "websocket": AllowedHostsOriginValidator(
            AuthMiddlewareStack(URLRouter([path("ws/rooms/<int:room>/", story)]))
        ),
    }
)
