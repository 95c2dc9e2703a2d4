"""django-eventstream behind a Django that does nothing else."""

import os
from typing import Any
from urllib.parse import unquote, urlsplit

import django
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.urls import include, path

valkey = urlsplit(os.environ["REDIS_URL"])
settings.configure(
    SECRET_KEY="only on loopback, only for a few minutes",  # noqa: S106
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django_eventstream"],
    MIDDLEWARE=["django_grip.GripMiddleware"],
    EVENTSTREAM_REDIS={
        "host": valkey.hostname,
        "port": valkey.port,
        "password": unquote(valkey.password or ""),
    },
)
django.setup()
urlpatterns: list[Any] = [path("events/", include("django_eventstream.urls"), {"channels": ["room"]})]
application = get_asgi_application()
