"""A page with a real socket, against a real server."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.live.page import Page


@dataclass
class Browser:
    """Connects as a <live-room> would and feeds every frame to its page. `code` is how the socket ended."""

    address: str
    room: int
    cookie: str
    page: Page
    code: int | None = None
    socket: ClientConnection | None = None
    _reading: asyncio.Task[None] | None = None

    async def connect(self, origin: str | None = None) -> Self:
        self.code = None
        self.socket = await connect(
            f"ws://{self.address}/ws/rooms/{self.room}/",
            origin=origin or f"http://{self.address}",  # type: ignore[arg-type]
            additional_headers={"Cookie": self.cookie} if self.cookie else {},
            subprotocols=self.page.subprotocols,  # type: ignore[arg-type]
            proxy=None,
        )
        self._reading = asyncio.create_task(self._read(self.socket))
        return self

    async def cut(self) -> None:
        """The network is gone: no goodbye in either direction."""
        if self.socket and self._reading:
            self._reading.cancel()
            self.socket.transport.abort()

    async def leave(self) -> None:
        if self.socket and self._reading:
            await self.socket.close()
            await self._reading

    async def _read(self, socket: ClientConnection) -> None:
        with suppress(ConnectionClosed):
            async for text in socket:
                assert isinstance(text, str)
                self.page.take(text)
        self.code = socket.close_code
