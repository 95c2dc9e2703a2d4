"""What changed between two texts, word by word."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import regex
from rapidfuzz.distance import Indel

Op = Literal["same", "removed", "added"]

# Blanks, words and marks of their own. Korean words are what stands between blanks, particles included.
TOKEN = regex.compile(r"\s+|\w+(?:['’-]\w+)*|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stayed, went or came."""

    op: Op
    text: str


def redline(old: str, new: str) -> list[Piece]:
    """The pieces of both texts in reading order; what went stands before what came in its place.

    Joining all but the added gives `old`, joining all but the removed gives `new`, to the character.
    """
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    pieces: list[Piece] = []
    removed = added = ""
    for op, text in _steps(before, after):
        if op == "removed":
            removed += text
        elif op == "added":
            added += text
        elif (removed or added) and text.isspace():
            # A blank between two changed words: read as one change, not as two.
            removed, added = removed + text, added + text
        else:
            pieces += _settled(removed, added)
            removed = added = ""
            if pieces and pieces[-1].op == "same":
                text = pieces.pop().text + text
            pieces.append(Piece("same", text))
    return pieces + _settled(removed, added)


def _steps(before: list[str], after: list[str]) -> Iterator[tuple[Op, str]]:
    for step in Indel.opcodes(before, after):
        if step.tag == "equal":
            yield from (("same", token) for token in before[step.src_start : step.src_end])
        else:
            yield from (("removed", token) for token in before[step.src_start : step.src_end])
            yield from (("added", token) for token in after[step.dest_start : step.dest_end])


def _settled(removed: str, added: str) -> list[Piece]:
    """One change. A blank that both of its sides end in goes back to the text around it."""
    blank = removed[len(removed.rstrip()) :]
    if blank and removed and added and blank == added[len(added.rstrip()) :]:
        removed, added = removed[: -len(blank)], added[: -len(blank)]
    else:
        blank = ""
    sides: tuple[tuple[Op, str], ...] = (("removed", removed), ("added", added), ("same", blank))
    return [Piece(op, text) for op, text in sides if text]
