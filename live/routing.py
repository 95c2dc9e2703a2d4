"""Where the sockets are."""

from typing import Any

from channels.routing import URLRouter
from channels.sessions import CookieMiddleware
from django.urls import path, re_path

from live.consumers import RoomConsumer
from live.feed import Feed
from live.hub import Hub
from live.origin import OwnOriginOnly, deny


def sockets(feed: Feed) -> Any:
    """The WebSocket side of the site as one ASGI application, with one hub that reads from `feed`."""
    room = RoomConsumer.as_asgi(hub=Hub(feed))
    routes = [
        path("ws/rooms/<int:room>/", room),
        re_path("", deny),  # type: ignore[arg-type]  # Channels routes to ASGI applications
    ]
    return OwnOriginOnly(CookieMiddleware(URLRouter(routes)))
