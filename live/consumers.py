"""The socket of one page."""

import asyncio
from contextlib import suppress
from typing import Any

import structlog
from channels.consumer import get_handler_name
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings

from live import frames
from live.closing import Close
from live.hub import Hub
from live.offer import Offer
from live.watcher import Watcher
from live.wire import EXTENSION, PlainWire, Wire

log = structlog.get_logger(__name__)

IDENTIFICATION_SECONDS = 5.0
GOODBYE_SECONDS = 1.0


class RoomConsumer(AsyncWebsocketConsumer):
    """Brings a page and its wire to the hub, listens to nothing, and says goodbye. The hub does the talking."""

    channel_layer_alias = "none"  # the hub is the only source; a layer would add a queue per socket

    def __init__(self, hub: Hub) -> None:
        super().__init__()
        self._hub = hub
        self._watcher: Watcher | None = None
        self._leaving: asyncio.Task[None] | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._let_go()

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Without looking after database connections, which Channels does for each message, on its one thread:
        a consumer of ours never has one."""
        await getattr(self, get_handler_name(message))(message)

    async def websocket_disconnect(self, message: dict[str, Any]) -> None:
        raise StopConsumer

    async def connect(self) -> None:
        said = self.scope["subprotocols"]
        offer = Offer.parse(said)
        self._room: int = self.scope["url_route"]["kwargs"]["room"]
        session_key = self.scope["cookies"].get(settings.SESSION_COOKIE_NAME, "")
        # Accepted even when the answer is no, and whatever protocol the page speaks: it must hear why.
        await self.accept(subprotocol=said[0] if said else None)
        try:
            async with asyncio.timeout(IDENTIFICATION_SECONDS):
                person, page = await self._hub.identify(self._room, session_key, offer.token)
        except Exception as error:  # the record cannot be asked; the message might quote it
            log.error("not_identified", room=self._room, error=type(error).__name__)
            await self._end(Close.TRY_AGAIN)
            return
        if person is None:
            await self._end(Close.SIGNED_OUT)
        elif not offer.streams:
            await self._end(Close.RELOAD)
        else:
            self._watcher = Watcher((person, session_key), offer, self._wire(), self._dismissed, page)
            self._hub.knock(self._room, self._watcher)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Every deed is a POST; whatever comes in here is not from our page."""
        self._let_go()
        await self._end(Close.NOT_UNDERSTOOD)

    def _wire(self) -> Wire:
        if server := self.scope.get("extensions", {}).get(EXTENSION):
            wire: Wire = server.open_wire()
            return wire
        return PlainWire(lambda text: self.send(text_data=text))

    def _dismissed(self, code: Close) -> None:
        """Called by the room: this page gets nothing more but the reason."""
        self._leaving = asyncio.create_task(self._end(code))

    async def _end(self, code: Close) -> None:
        with suppress(OSError, RuntimeError):  # the page may have been quicker
            try:
                async with asyncio.timeout(GOODBYE_SECONDS):
                    if code is Close.RELOAD:
                        await self.send(text_data=frames.RELOAD)
                    await self.close(int(code))  # daphne refuses what only behaves like an int
            except TimeoutError:
                if self._watcher is not None:
                    self._watcher.wire.abort()

    def _let_go(self) -> None:
        if self._watcher is not None:
            self._hub.leave(self._room, self._watcher)
            self._watcher.wire.cut()
