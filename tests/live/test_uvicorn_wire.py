"""uvicorn's insides, as far as we lean on them: with what it negotiates, browsers must read what we write."""

import asyncio
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, cast

import pytest
import uvicorn
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory

from live.frame import FLUSHED, Frame
from live.uvicorn_wire import DirectProtocol
from live.wire import EXTENSION, Wire
from tests.live.page import soon

TEXTS = ["", "word", "a" * 125, "b" * 126, "낱말 " * 400, "c" * 65535, "d" * 65536, "<article>" * 30_000]


class Wires(list[Wire]):
    """An application that accepts every socket and keeps its wire."""

    async def __call__(self, scope: Any, receive: Callable[[], Any], send: Callable[[Any], Any]) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        self.append(scope["extensions"][EXTENSION].open_wire())
        while (await receive())["type"] != "websocket.disconnect":
            pass


@asynccontextmanager
async def served(wires: Wires, *, deflate: bool = True) -> AsyncIterator[str]:
    config = uvicorn.Config(
        wires,
        port=0,
        ws=DirectProtocol,
        ws_per_message_deflate=deflate,
        lifespan="off",
        log_config=None,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"ws://127.0.0.1:{port}/"
    finally:
        server.should_exit = True
        await serving


@pytest.mark.parametrize(
    ("offer", "compressed"),
    [
        (None, False),
        (ClientPerMessageDeflateFactory(), True),
        (ClientPerMessageDeflateFactory(client_max_window_bits=True), True),
        (ClientPerMessageDeflateFactory(server_no_context_takeover=True, client_max_window_bits=10), True),
        (ClientPerMessageDeflateFactory(server_max_window_bits=10), False),
    ],
    ids=["plain", "deflate", "as Chromium offers", "no context", "a window too small for our frames"],
)
async def test_every_page_reads_the_same_frames(
    offer: ClientPerMessageDeflateFactory | None, compressed: bool
) -> None:
    wires = Wires()
    frames = [Frame(text) for text in TEXTS]
    async with served(wires) as url:
        extensions = [offer] if offer else None
        sockets = [
            await connect(url, compression=None, extensions=extensions, proxy=None, max_size=None)
            for _ in range(2)
        ]
        await soon(lambda: len(wires) == 2)
        for frame in frames:
            for wire in wires:
                wire.write(frame)
        for socket in sockets:
            assert [await socket.recv() for _ in frames] == TEXTS
        assert all(("deflated" in vars(frame)) == compressed for frame in frames), "made only when needed"
        for socket in sockets:
            await socket.close()


async def test_frames_do_not_depend_on_what_was_sent_before() -> None:
    frame = Frame("<article>" * 100)
    payload = frame.deflated[4:] if frame.deflated[1] == 126 else frame.deflated[2:]
    assert zlib.decompressobj(wbits=-15).decompress(payload + FLUSHED).decode() == frame.text


async def test_uvicorns_own_messages_fit_in_between() -> None:
    """Pings, the goodbye and plain sends still go through uvicorn's connection."""
    said: list[Any] = []

    async def app(scope: Any, receive: Callable[[], Any], send: Callable[[Any], Any]) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        wire = scope["extensions"][EXTENSION].open_wire()
        for n in range(3):
            wire.write(Frame(f"ready-made {n}" * 50))
            await send({"type": "websocket.send", "text": f"by uvicorn {n}" * 50})
        await send({"type": "websocket.close", "code": 4401})
        wire.write(Frame("after the goodbye"))
        said.append(await receive())

    async with served(app) as url:  # type: ignore[arg-type]
        socket = await connect(url, proxy=None)
        for text in [f"{who} {n}" * 50 for n in range(3) for who in ("ready-made", "by uvicorn")]:
            assert await socket.recv() == text
        with pytest.raises(ConnectionClosed, match="4401"):
            await socket.recv()
    await soon(lambda: said)


@asynccontextmanager
async def stalled(wires: Wires) -> AsyncIterator[tuple[Wire, ClientConnection]]:
    async with served(wires, deflate=False) as url:
        socket = await connect(url, proxy=None, max_size=None)
        await soon(lambda: wires)
        socket.transport.pause_reading()
        yield wires[0], socket
        await socket.close()


async def test_a_full_line_says_so_and_when_it_is_free_again() -> None:
    wires, frame = Wires(), Frame("x" * 100_000)
    async with stalled(wires) as (wire, socket):
        drained: list[bool] = []
        wire.drained = lambda: drained.append(wire.ready)
        written = 0
        while wire.ready:
            wire.write(frame)
            written += 1
            await asyncio.sleep(0)
            assert written < 500, "kernels buffer a few megabytes, not this much"
        assert drained == []
        socket.transport.resume_reading()
        for _ in range(written):
            assert await socket.recv() == frame.text
        await soon(lambda: drained == [True])


async def test_hanging_up_on_a_line_that_takes_nothing() -> None:
    wires, frame = Wires(), Frame("x" * 1_000_000)
    async with stalled(wires) as (wire, socket):
        while wire.ready:
            wire.write(frame)
            await asyncio.sleep(0)
        wire.abort()
        wire.write(frame)
        await asyncio.sleep(0.05)
        wire.write(frame)
        socket.transport.resume_reading()
        with pytest.raises(Exception, match="no close frame"):
            while True:
                await socket.recv()


async def test_a_page_that_reads_nothing_is_not_answered_without_end() -> None:
    wires, frame = Wires(), Frame("x" * 1_000_000)
    async with stalled(wires) as (wire, socket):
        while wire.ready:
            wire.write(frame)
            await asyncio.sleep(0)
        protocol = cast(DirectProtocol, wire)
        before = protocol.transport.get_write_buffer_size()
        for _ in range(2000):
            socket.protocol.send_ping(b"x" * 125)
            socket.transport.write(b"".join(socket.protocol.data_to_send()))
        await asyncio.sleep(0.3)
        assert protocol.transport.get_write_buffer_size() <= before
        socket.transport.abort()


@pytest.mark.parametrize("how", ["pong", "goodbye"])
async def test_a_page_that_takes_no_goodbye_is_hung_up_on(monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    wires, frame = Wires(), Frame("x" * 1_000_000)
    async with stalled(wires) as (wire, socket):
        protocol = cast(DirectProtocol, wire)
        protocol.close_timeout = 0.2
        while wire.ready:
            wire.write(frame)
            await asyncio.sleep(0)
        if how == "pong":
            protocol.keepalive_timeout()
        else:  # the page says goodbye first, and does not wait to hear ours
            socket.protocol.send_close(1000)
            socket.transport.write(b"".join(socket.protocol.data_to_send()))
        await soon(lambda: protocol.disconnected)
        socket.transport.abort()


async def test_pages_in_the_midst_of_leaving_do_not_keep_the_others_from_hearing_of_a_restart() -> None:
    wires, frame = Wires(), Frame("x" * 1_000_000)
    async with served(wires, deflate=False) as url:
        leaving, staying = [await connect(url, proxy=None, max_size=None) for _ in range(2)]
        await soon(lambda: len(wires) == 2)
        leaving.transport.pause_reading()
        while wires[0].ready:
            wires[0].write(frame)
            await asyncio.sleep(0)
        leaving.protocol.send_close(1000)
        leaving.transport.write(b"".join(leaving.protocol.data_to_send()))
        await soon(lambda: cast(DirectProtocol, wires[0]).transport.is_closing())
    with pytest.raises(ConnectionClosed, match="1012"):
        await staying.recv()
    leaving.transport.abort()


async def test_without_the_extension_there_is_no_such_offer() -> None:
    seen: list[Any] = []

    async def app(scope: Any, receive: Callable[[], Any], send: Callable[[Any], Any]) -> None:
        seen.append(scope["extensions"])
        await receive()
        await send({"type": "websocket.accept"})

    config = uvicorn.Config(app, port=0, ws="websockets-sansio", lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    async with connect(f"ws://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/", proxy=None):
        pass
    server.should_exit = True
    await serving
    assert EXTENSION not in seen[0]
