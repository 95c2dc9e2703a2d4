"""HTTP goes to Django, sockets to the rooms. This is where live meets the incidents it knows nothing of."""

import os

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "warroom.settings")
django = get_asgi_application()  # sets Django up, so it comes before anything with models

from incidents.feed import RoomFeed  # noqa: E402
from live.routing import sockets  # noqa: E402

application = ProtocolTypeRouter({"http": django, "websocket": sockets(RoomFeed())})
