"""Pieces as one ZIP, sent while it is made: nobody's memory holds all of it."""

import re
import zipfile
from collections.abc import Iterator
from itertools import groupby

from reporting.models import Export, ExportPiece


class _Sink:
    """What zipfile writes to; it cannot go back, and need not."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """There is nothing behind it."""

    def taken(self) -> bytes:
        taken, self._parts = b"".join(self._parts), []
        return taken


def archive(export: Export) -> Iterator[bytes]:
    """A ZIP of the export's files, in parts. Asks for one piece at a time."""
    sink = _Sink()
    names = ExportPiece.objects.filter(export=export).values_list("path", "pk")
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as book:  # type: ignore[call-overload]
        for path, group in groupby(names, key=lambda each: each[0]):
            told = zipfile.ZipInfo(path, date_time=export.made_at.timetuple()[:6])
            told.compress_type = zipfile.ZIP_DEFLATED
            told.external_attr = 0o600 << 16
            with book.open(told, "w") as file:
                for _path, pk in group:
                    piece = ExportPiece.objects.select_related("attachment").get(pk=pk)
                    file.write(bytes(piece.attachment.content if piece.attachment else piece.content))
                    yield sink.taken()
    yield sink.taken()


def safe_name(name: str) -> str:
    """A file name that stays where it is unpacked."""
    return re.sub(r"[^\w.\- ]", "_", name).lstrip(". ") or "file"
