"""The socket of one page."""

import asyncio
from contextlib import suppress
from typing import Any

import structlog
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings

from live import frames
from live.closing import Close
from live.hub import Hub
from live.offer import Offer
from live.watcher import Watcher

log = structlog.get_logger(__name__)

ADMISSION_SECONDS = 5.0


class RoomConsumer(AsyncWebsocketConsumer):
    """Lets a page in, writes what its watcher has due, and listens to nothing.

    One task per socket does all the writing; a page that stops reading stops only its own.
    """

    channel_layer_alias = "none"  # the hub is the only source; a layer would add a queue per socket

    def __init__(self, hub: Hub) -> None:
        super().__init__()
        self._hub = hub
        self._watcher: Watcher | None = None
        self._writing: asyncio.Task[None] | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._let_go()

    async def connect(self) -> None:
        said = self.scope["subprotocols"]
        offer = Offer.parse(said)
        self._room: int = self.scope["url_route"]["kwargs"]["room"]
        session_key = self.scope["cookies"].get(settings.SESSION_COOKIE_NAME, "")
        # Accepted even when the answer is no, and whatever protocol the page speaks: it must hear why.
        await self.accept(subprotocol=said[0] if said else None)
        try:
            async with asyncio.timeout(ADMISSION_SECONDS):
                person, admission = await self._hub.admit(self._room, session_key)
        except Exception as error:  # the record cannot be asked; the message might quote it
            log.error("admission_failed", room=self._room, error=type(error).__name__)
            await self._end(Close.TRY_AGAIN)
            return
        if person is None:
            await self._end(Close.SIGNED_OUT)
        elif admission is None:
            await self._end(Close.STRANGER)
        elif (admission.epoch, admission.streams) != (offer.epoch, offer.streams):
            await self._end(Close.RELOAD)
        else:
            self._watcher = Watcher(person, session_key, offer, self._dismissed)
            self._writing = asyncio.create_task(self._write(self._watcher))
            self._hub.knock(self._room, self._watcher)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Every deed is a POST; whatever comes in here is not from our page."""
        self._let_go()
        await self._end(Close.NOT_UNDERSTOOD)

    async def _write(self, watcher: Watcher) -> None:
        with suppress(
            OSError, RuntimeError
        ):  # the page went away in mid-sentence; its disconnect is on the way
            while True:
                while frame := watcher.next_frame():
                    await self.send(text_data=frame)
                await watcher.news()

    def _dismissed(self, code: Close) -> None:
        """Called by the room. What is being written now is cut short, and the reason follows."""
        if self._writing is not None:
            self._writing.cancel()
        self._writing = asyncio.create_task(self._end(code))

    async def _end(self, code: Close) -> None:
        with suppress(OSError, RuntimeError):  # the page may have been quicker
            if code is Close.RELOAD:
                await self.send(text_data=frames.RELOAD)
            await self.close(int(code))  # daphne refuses what only behaves like an int

    def _let_go(self) -> None:
        if self._watcher is not None:
            self._hub.leave(self._room, self._watcher)
        if self._writing is not None:
            self._writing.cancel()
