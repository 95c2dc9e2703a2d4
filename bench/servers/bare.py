"""The limit: `python -m bench.servers.bare PORT REDIS_URL CHANNEL`.

uvloop and nothing else. What comes from Valkey is framed once and written to every socket; no rights, no database,
no catching up. Whatever is faster than this is not Python.
"""

import asyncio
import base64
import hashlib
import struct
import sys
from typing import cast

import uvloop
from redis.asyncio import Redis

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

everybody: "set[asyncio.WriteTransport]" = set()


class Line(asyncio.Protocol):
    """Shakes hands once, and listens to nothing after."""

    transport: asyncio.WriteTransport

    def __init__(self) -> None:
        self._head = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.WriteTransport, transport)  # uvloop's own is none by name

    def data_received(self, data: bytes) -> None:
        if self.transport in everybody:
            return
        self._head += data
        if not self._head.endswith(b"\r\n\r\n"):
            return
        fields = dict(line.split(b": ", 1) for line in self._head.split(b"\r\n")[1:] if b": " in line)
        accept = base64.b64encode(hashlib.sha1(fields[b"Sec-WebSocket-Key"] + GUID).digest())  # noqa: S324  RFC 6455
        self.transport.write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
        )
        everybody.add(self.transport)

    def connection_lost(self, error: Exception | None) -> None:
        everybody.discard(self.transport)


def frame(payload: bytes) -> bytes:
    if len(payload) < 126:
        return struct.pack("!BB", 0x81, len(payload)) + payload
    if len(payload) < 65536:
        return struct.pack("!BBH", 0x81, 126, len(payload)) + payload
    return struct.pack("!BBQ", 0x81, 127, len(payload)) + payload


async def main(port: int, redis_url: str, channel: str) -> None:
    async with Redis.from_url(redis_url, socket_timeout=None) as valkey, valkey.pubsub() as subscription:
        await subscription.subscribe(channel)
        await asyncio.get_running_loop().create_server(Line, "127.0.0.1", port, backlog=4096)
        async for message in subscription.listen():
            if message["type"] == "message":
                ready = frame(message["data"])
                for transport in everybody:
                    transport.write(ready)


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), sys.argv[2], sys.argv[3]))
