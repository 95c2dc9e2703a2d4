"""Rows as CSV and as JSON Lines."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import StringIO
from typing import Any

# A cell that begins with one of these is a formula to a spreadsheet, whoever wrote it.
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(cell: object) -> str:
    """`cell` as text that no spreadsheet runs: with an apostrophe before what would be a formula.

    https://owasp.org/www-community/attacks/CSV_Injection
    """
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULAS) or text.lstrip().startswith(FORMULAS) else text


def as_csv(rows: Iterable[Sequence[object]], *, head: Sequence[object] = ()) -> bytes:
    """With a `head` it is the beginning of a file, marked as UTF-8 for spreadsheets that would guess."""
    page = StringIO()
    writer = csv.writer(page)
    if head:
        page.write("\ufeff")
        writer.writerow(head)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return page.getvalue().encode()


def as_lines(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """One JSON object a line; times as ISO 8601, to the microsecond."""
    return "".join(json.dumps(row, default=_plain, ensure_ascii=False) + "\n" for row in rows).encode()


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
