"""The handshake and nothing else, on the product's own server: no client can be caught up sooner than this.

uvicorn and Channels, and a consumer that says yes to everybody.
"""

from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.conf import settings
from django.urls import path

settings.configure()


class Welcome(AsyncWebsocketConsumer):
    async def connect(self) -> None:
        said = self.scope["subprotocols"]
        await self.accept(subprotocol=said[0] if said else None)


rooms: Any = Welcome.as_asgi()
application = ProtocolTypeRouter({"websocket": URLRouter([path("ws/rooms/<int:room>/", rooms)])})
