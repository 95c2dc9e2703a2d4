"""The load client, built and held against a server that sends it frames of every shape."""

import asyncio
import json
import shutil
import struct
import subprocess
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

import bench.load
from bench.load import Load
from bench.place import BENCH

pytestmark = pytest.mark.skipif(not shutil.which("gcc"), reason="the load client takes a C compiler")

SWITCHED = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
ALONE = b"Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover\r\n"


@pytest.fixture(scope="module")
def wsload(tmp_path_factory):
    built = tmp_path_factory.mktemp("wsload") / "wsload"
    source = BENCH / "wsload.c"
    with_zlib = ["gcc", "-O1", "-Wall", "-Werror", "-DWITH_ZLIB", "-o", built, source, "-lz"]
    made = subprocess.run(with_zlib, capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"no zlib to build with: {made.stderr[:80]}")
    return built


@pytest.fixture
def client(wsload, monkeypatch):
    monkeypatch.setattr(bench.load, "WSLOAD", wsload)


def entry(*numbers: int, words: str = "") -> bytes:
    entries = [{"n": n, "html": words} for n in numbers]
    return json.dumps({"type": "entries", "entries": entries}).replace('{"n": ', '{"n":').encode()


def frame(payload: bytes, first: int = 0x81) -> bytes:
    if len(payload) < 126:
        return struct.pack("!BB", first, len(payload)) + payload
    if len(payload) < 65536:
        return struct.pack("!BBH", first, 126, len(payload)) + payload
    return struct.pack("!BBQ", first, 127, len(payload)) + payload


def deflated(payload: bytes) -> bytes:
    deflate = zlib.compressobj(wbits=-15)
    packed = deflate.compress(payload) + deflate.flush(zlib.Z_SYNC_FLUSH)
    return frame(packed.removesuffix(b"\x00\x00\xff\xff"), 0xC1)


@contextmanager
def serving(pieces: list[bytes], head: bytes = SWITCHED) -> Iterator[int]:
    """A server that says yes and sends the pieces, one write each; yields its port."""
    loop = asyncio.new_event_loop()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head + b"\r\n")
        for piece in pieces:
            await asyncio.sleep(0.02)
            writer.write(piece)
        await reader.read()
        writer.close()

    server = loop.run_until_complete(asyncio.start_server(answer, "127.0.0.1", 0))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


def read(port: int, last: int, *, deflate: bool = False, readers: int = 2) -> bench.load.Checked:
    with Load(port, "ws", deflate=deflate) as load:
        load.clients(["/\ta=b\thttp://127.0.0.1\twarroom.1"] * readers)
        load.base(0)
        load.expect(last, readers, seconds=3)
        assert load.connect(0, readers).ok == readers
        assert load.reached().count == readers
        return load.check(1, last)


def test_frames_of_every_length_are_read_and_their_entries_told_apart(client):
    pieces = [frame(entry(1)), frame(entry(2, words="x" * 500)), frame(entry(3, words="x" * 70_000))]

    with serving(pieces) as port:
        said = read(port, 3)

    assert (said.open, said.missing, said.twice, said.disordered) == (2, 0, 0, 0)


def test_a_frame_cut_anywhere_is_put_together_again(client):
    whole = frame(entry(1, words="x" * 300)) + frame(entry(2))

    with serving([whole[:1], whole[1:3], whole[3:200], whole[200:-1], whole[-1:]]) as port:
        assert read(port, 2).missing == 0


def test_compressed_frames_are_looked_into(client):
    with serving([deflated(entry(1, words="x" * 900)), deflated(entry(2, 3))], SWITCHED + ALONE) as port:
        assert read(port, 3, deflate=True).missing == 0


def test_what_is_missing_doubled_or_out_of_order_is_counted(client):
    pieces = [frame(entry(1)), frame(entry(3)), frame(entry(2)), frame(entry(2)), frame(entry(5))]

    with serving(pieces) as port:
        said = read(port, 5, readers=1)

    assert (said.missing, said.twice, said.with_missing, said.with_twice, said.disordered) == (1, 1, 1, 1, 1)


def test_an_entrys_own_words_are_not_taken_for_an_entry(client):
    with serving([frame(entry(1, words='{"n":2,')), frame(entry(3))]) as port:
        assert read(port, 3, readers=1).missing == 1


def test_a_server_that_goes_is_noticed_with_its_reason(client):
    with serving([frame(struct.pack("!H", 4409), 0x88)]) as port, Load(port, "ws") as load:
        load.clients(["/\t\t\t"])
        load.connect(0, 1)
        load.expect(1, 1, seconds=0.3)
        load.reached()

        said = load.totals()

    assert (said.open, said.closed, said.last_code) == (0, 1, 4409)
