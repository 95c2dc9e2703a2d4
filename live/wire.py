"""The line to one page."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Protocol

from live.frame import Frame

EXTENSION = "warroom.wire"
"""Under this name a server that can do better than ASGI's `send` offers it in the scope's extensions."""

Drained = Callable[[], None]


class Wire(Protocol):
    """Takes frames without ever making the room wait for a page.

    `ready` turns False when the page reads more slowly than it is written to. What is written then is still
    sent, but whoever asks first keeps the buffers small. Once it is ready again `drained` is called.
    """

    drained: Drained

    @property
    def ready(self) -> bool: ...

    def write(self, frame: Frame) -> bool:
        """Send this after everything written before, and say whether it is still `ready`. A page that is gone
        takes nothing, and is not."""

    def cut(self) -> None:
        """Drop what was not sent yet."""

    def abort(self) -> None:
        """Hang up on a page that does not even take a goodbye."""


class WireServer(Protocol):
    """What a server offers under `EXTENSION`."""

    def open_wire(self) -> Wire:
        """The line of this socket. Ask after it was accepted."""


class PlainWire:
    """Works with every ASGI server: a task of its own sends one text after the other."""

    MOST_WAITING = 4
    """Frames; with 64 KiB for each that is the quarter megabyte a page may be behind before it is left alone."""

    def __init__(self, send: Callable[[str], Awaitable[None]]) -> None:
        self._send = send
        self._waiting: deque[str] = deque()
        self._sending: asyncio.Task[None] | None = None
        self.drained: Drained = lambda: None

    @property
    def ready(self) -> bool:
        return len(self._waiting) < self.MOST_WAITING

    def write(self, frame: Frame) -> bool:
        self._waiting.append(frame.text)
        if self._sending is None:
            self._sending = asyncio.create_task(self._send_all())
        return self.ready

    def cut(self) -> None:
        self._waiting.clear()
        if self._sending is not None:
            self._sending.cancel()

    def abort(self) -> None:
        """Nothing: ASGI knows no way to. The server's own ping notices such a page."""

    async def _send_all(self) -> None:
        with suppress(OSError, RuntimeError):  # the page went away in mid-sentence; its goodbye is on the way
            while self._waiting:
                was_ready = self.ready
                await self._send(self._waiting.popleft())
                if not was_ready:
                    self.drained()
        self._sending = None
