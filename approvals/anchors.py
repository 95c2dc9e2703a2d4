"""Where a passage of one text stands in a later one."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from approvals.redline import Piece, redline

Span = tuple[int, int]  # characters from the beginning of the text: first, and one past the last

# Of a passage at least so much has to be left, not counting blanks, to be called the same passage.
ENOUGH = 0.5


def follow(old: str, new: str, span: Span) -> Span | None:
    """Where the passage `span` of `old` stands in `new`; None when it cannot be said any more.

    What was changed inside the passage moves with it, what was changed beside it does not belong to it. Raises
    ValueError when `span` is not a passage of `old`.
    """
    if not 0 <= span[0] < span[1] <= len(old):
        raise ValueError(f"{span} is not a passage of a text of {len(old)} characters")
    if old == new:
        return span
    span = _bare(old, span)
    kept = _kept(_pieces(old, new), span)
    return _bare(new, kept) if kept else _moved(old[span[0] : span[1]], new)


def follow_through(texts: Sequence[str], span: Span) -> Span | None:
    """The same from the first of `texts` to the last, step by step; or at one go, when a step has lost it."""
    here: Span | None = span
    for old, new in pairwise(texts):
        here = follow(old, new, here) if here else None
    return here or (follow(texts[0], texts[-1], span) if len(texts) > 2 else None)


@lru_cache(maxsize=64)
def _pieces(old: str, new: str) -> Sequence[Piece]:
    """Remembered: a page follows many passages through the same few revisions."""
    return redline(old, new)


def _kept(pieces: Sequence[Piece], span: Span) -> Span | None:
    """By what stayed of it, and by what came in the place of what went."""
    first, last = span
    inside: list[Span] = []
    kept = wanted = 0
    before = after = 0  # where the piece begins in either text
    takes_over = False  # whether what comes now stands for something of the passage, and nothing else
    for piece in pieces:
        size = len(piece.text)
        low, high = max(first, before), min(last, before + size)
        ours = piece.text[low - before : high - before] if piece.op != "added" and low < high else ""
        wanted += _weight(ours)
        if piece.op == "same" and ours:
            kept += _weight(ours)
            inside.append((after + low - before, after + high - before))
        elif piece.op == "added" and (takes_over or first < before < last):
            inside.append((after, after + size))
        takes_over = piece.op == "removed" and bool(ours) and len(ours) == size
        before += size if piece.op != "added" else 0
        after += size if piece.op != "removed" else 0
    if not kept or kept < ENOUGH * wanted:
        return None
    return inside[0][0], inside[-1][1]


def _moved(passage: str, new: str) -> Span | None:
    """To the letter somewhere else, and only there."""
    at = new.find(passage)
    if at < 0 or not passage.strip() or new.find(passage, at + 1) >= 0:
        return None
    return at, at + len(passage)


def _bare(text: str, span: Span) -> Span:
    """The passage without the blanks around it, if there is anything else in it."""
    passage = text[span[0] : span[1]]
    if not passage.strip():
        return span
    return span[0] + len(passage) - len(passage.lstrip()), span[1] - len(passage) + len(passage.rstrip())


def _weight(text: str) -> int:
    return sum(not letter.isspace() for letter in text)
