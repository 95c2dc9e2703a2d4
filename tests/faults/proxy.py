"""Roads between programs that can be cut, blocked, slowed and mended.

They run in a thread of their own, so that a busy test is not mistaken for a bad network.
"""

import asyncio
import socket
import struct
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

PIECE = 16 * 1024
SEGMENT = 1400  # bytes, as on Ethernet
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: close with a RST and no goodbye

Where = tuple[str, int] | str  # host and port, or the path of a Unix socket
Trap = Callable[["Line", bytes], Awaitable[None]]


class Line:
    """One connection on a road: `near` is whoever called, `far` whom they reached."""

    def __init__(self, near: asyncio.StreamWriter) -> None:
        self.near = near
        self.far: asyncio.StreamWriter | None = None
        self.forgotten = self.mute = False
        self.said = b""  # the end of what the caller has said, for traps

    def reset(self) -> None:
        for writer in filter(None, (self.near, self.far)):
            if end := writer.get_extra_info("socket"):
                with suppress(OSError):
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            writer.transport.abort()


class Road:
    """Listens on a port of its own and carries everything to `to`, which may move."""

    def __init__(self, to: Where, *, small: bool = False) -> None:
        self.to, self.small = to, small  # small: the kernel keeps little on this road, so a stop is felt soon
        self.port, self.latency, self.rate, self.severed = 0, 0.0, 0.0, False
        self.trap: Trap | None = None
        self.rewrite: Callable[[bytes], bytes] | None = None  # of what callers say
        self.lines: set[Line] = set()
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, name="road", daemon=True)
        self._thread.start()
        self._server = self.do(self._listen)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def do(self, change: Callable[[], Any]) -> Any:
        """Call `change` where the road runs, and wait for it."""

        async def job() -> Any:
            done = change()
            return await done if asyncio.iscoroutine(done) else done

        return asyncio.run_coroutine_threadsafe(job(), self.loop).result(10)

    def cut(self, *, once: bool = False) -> None:
        """Reset every connection; unless `once`, also whoever calls until `heal`."""
        self.severed = not once
        self.do(lambda: [line.reset() for line in self.lines])

    def block(self) -> None:
        """Half-open: connections stand, and nothing comes through. What was said arrives after `heal`."""
        self.do(self._open.clear)

    def delay(self, seconds: float) -> None:
        self.latency = seconds

    def throttle(self, bytes_per_second: float) -> None:
        self.rate = bytes_per_second

    def heal(self, *, forget: bool = False) -> None:
        """All is well again; with `forget`, only for those who call anew: the others hear nothing, ever."""

        def mend() -> None:
            for line in self.lines if forget else ():
                line.forgotten = True
            self.latency, self.rate, self.severed = 0.0, 0.0, False
            self._open.set()

        self.do(mend)

    def close(self) -> None:
        async def stop() -> None:
            self._server.close()
            tasks = asyncio.all_tasks() - {asyncio.current_task()}
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

        self.do(stop)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(5)
        self.loop.close()

    async def _listen(self) -> asyncio.Server:
        self._open = asyncio.Event()
        self._open.set()
        server = await asyncio.start_server(self._carry, "127.0.0.1", 0, backlog=2048)
        self.port = server.sockets[0].getsockname()[1]
        return server

    async def _carry(self, heard: asyncio.StreamReader, near: asyncio.StreamWriter) -> None:
        line = Line(near)
        self.lines.add(line)
        pumps: list[asyncio.Task[None]] = []
        try:
            if not self.severed:
                answered, line.far = await self._reach()
                pumps = [
                    asyncio.create_task(self._pump(line, heard, line.far, up=True)),
                    asyncio.create_task(self._pump(line, answered, near, up=False)),
                ]
                await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        except (OSError, asyncio.CancelledError):
            pass  # nobody there, or the road is closed: the caller is hung up on
        finally:
            for pump in pumps:
                pump.cancel()
            self.lines.discard(line)
            line.reset()

    async def _reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if isinstance(self.to, str):
            return await asyncio.open_unix_connection(self.to)
        far = socket.socket()
        far.setblocking(False)
        if self.small:
            far.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, PIECE)
            # And little at the other end: on loopback, with its segments of 64 kB, that would hold 3.9 MB.
            far.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, SEGMENT)
        await self.loop.sock_connect(far, self.to)
        return await asyncio.open_connection(sock=far, limit=PIECE)

    async def _pump(
        self, line: Line, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, up: bool
    ) -> None:
        with suppress(OSError):
            while data := await source.read(PIECE):
                if self.latency:
                    await asyncio.sleep(self.latency)
                await self._open.wait()
                if line.forgotten or (line.mute and not up):
                    await asyncio.Event().wait()
                if up and self.trap:
                    await self.trap(line, data)
                if up and self.rewrite:
                    data = self.rewrite(data)
                while self.rate and data:
                    sink.write(data[:1])
                    data = data[1:]
                    await asyncio.sleep(1 / self.rate)
                sink.write(data)
                await sink.drain()
