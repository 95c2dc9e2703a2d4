"""uvicorn, taught to send the same bytes to everybody.

Its own `send` frames and compresses each message for each socket again. Here a frame comes ready-made and goes
straight to the transport: no await, no copy, one compression for a whole room. The rest of the WebSocket stays
uvicorn's. This leans on its insides, so its version is pinned and tests/live/test_uvicorn_wire.py holds it to
them.
"""

import asyncio
import logging
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.extensions.permessage_deflate import PerMessageDeflate, ServerPerMessageDeflateFactory
from websockets.http11 import Request

from live.frame import WINDOW_BITS, Frame
from live.wire import EXTENSION, Drained, Wire

# Of its own, so that a thousand pages coming back do not write three thousand lines about it (warroom/logs.py).
log = logging.getLogger("live.socket")

# No context is kept between messages, in either direction: one frame serves all, and a socket costs no window.
DEFLATE = ServerPerMessageDeflateFactory(
    server_no_context_takeover=True,
    client_no_context_takeover=True,
    client_max_window_bits=12,
)


class DirectProtocol(WebSocketsSansIOProtocol):
    """Offers itself to the application as the wire of its socket. For `uvicorn.Config(ws=DirectProtocol)`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.config.ws_per_message_deflate:
            self.conn.available_extensions = [DEFLATE]
        self.logger = self.conn.logger = log
        self.ready = True
        self.drained: Drained = _nobody_waits
        self._deflates = False
        self._last_resort: asyncio.TimerHandle | None = None

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if not self.close_sent:  # it was let in as far as the application
            offers: dict[Any, Any] = self.scope["extensions"]
            offers[EXTENSION] = self

    def open_wire(self) -> Wire:
        self._deflates = any(
            isinstance(extension, PerMessageDeflate)
            and extension.local_no_context_takeover
            and extension.local_max_window_bits >= WINDOW_BITS
            for extension in self.conn.extensions
        )
        # A tenth of what a socket costs, and nobody reads it once the handshake is over.
        del self.request, self.response
        return self

    def write(self, frame: Frame) -> bool:
        if self.close_sent or self.disconnected or self.transport.is_closing():
            return False
        try:
            self.transport.write(frame.deflated if self._deflates else frame.plain)
        except RuntimeError:  # lost this very moment; uvloop says so here, and connection_lost follows
            self.ready = False
        return self.ready

    def cut(self) -> None:
        """Nothing: what the transport has taken is as good as sent."""

    def abort(self) -> None:
        self.transport.abort()

    def pause_writing(self) -> None:
        super().pause_writing()
        self.ready = False

    def resume_writing(self) -> None:
        super().resume_writing()
        self.ready = True
        self.drained()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.drained = _nobody_waits  # it is bound to what would otherwise outlive the socket
        if self._last_resort is not None:
            self._last_resort.cancel()

    # A transport that is closed waits until all is sent, and to a page that does not read that is for ever. So
    # wherever uvicorn closes, there is a time after which the line is cut.

    async def send(self, message: Any) -> None:
        await super().send(message)
        if self.close_timer is not None:
            self._hang_up_later()

    def handle_close(self, event: Any) -> None:
        super().handle_close(event)
        self.ready = False
        self._hang_up_later()

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self.transport.abort()

    def shutdown(self) -> None:
        if (
            self.transport.is_closing()
        ):  # uvicorn would say goodbye once more, and fail in the midst of the others
            self.stop_keepalive()
            self.transport.abort()
        else:
            super().shutdown()

    def handle_ping(self) -> None:
        """Nobody is answered who does not read the answers: they would pile up here."""
        if self.ready and not self.close_sent:
            super().handle_ping()
        else:
            self.conn.data_to_send()

    def _hang_up_later(self) -> None:
        if self._last_resort is None:
            self._last_resort = self.loop.call_later(self.close_timeout, self.transport.abort)


def _nobody_waits() -> None:
    pass
