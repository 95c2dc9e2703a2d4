"""One message as it goes over the line, encoded once however many pages get it (RFC 6455, RFC 7692)."""

import struct
import zlib
from functools import cached_property

TEXT = 0x81  # a whole message of text in one frame
DEFLATED = 0x40  # the bit that says the payload is compressed
FLUSHED = b"\x00\x00\xff\xff"  # what a flush ends with, and what RFC 7692 leaves away

WINDOW_BITS = 15
"""How far back the compression looks. A page that asked for less gets the frame as it is."""


class Frame:
    """A text and its two shapes as bytes. Each is made when the first page needs it, and then shared.

    Compressed by itself, never in the context of an earlier frame: only so can one shape serve every page,
    whatever each got before.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def plain(self) -> bytes:
        payload = self.text.encode()
        return _header(TEXT, len(payload)) + payload

    @cached_property
    def deflated(self) -> bytes:
        deflate = zlib.compressobj(wbits=-WINDOW_BITS)
        payload = deflate.compress(self.text.encode()) + deflate.flush(zlib.Z_SYNC_FLUSH)
        payload = payload.removesuffix(FLUSHED)
        return _header(TEXT | DEFLATED, len(payload)) + payload


def _header(first: int, length: int) -> bytes:
    if length < 126:
        return struct.pack("!BB", first, length)
    if length < 65536:
        return struct.pack("!BBH", first, 126, length)
    return struct.pack("!BBQ", first, 127, length)
