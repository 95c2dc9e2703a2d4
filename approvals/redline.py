"""What changed between two texts, word by word."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Literal

import regex
from rapidfuzz.distance import Indel

Op = Literal["same", "removed", "added"]

# What Korean hangs on a noun, longest first; after a changed one the noun is still the same word.
PARTICLES = (
    "에게서|에서는|으로는|에서도|으로도|이라고|에서|에게|께서|한테|으로|로는|로도|까지|부터|보다|처럼|마다|조차|라고|이나"
    "|은|는|이|가|을|를|의|에|로|와|과|도|만|나|께"
)
HANGUL = regex.compile(r"\p{Hangul}")
NOUN = regex.compile(rf"(\p{{Hangul}}+?)({PARTICLES})?([^\w\s]*)")

# Blanks, words and marks of their own. Korean words are what stands between blanks, particles included.
TOKEN = regex.compile(r"\s+|\w+(?:['’-]\w+)*|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stayed, went or came."""

    op: Op
    text: str


@dataclass(frozen=True)
class Passage:
    """A paragraph of either text beside what it was or became. `number` counts paragraphs that are in the new text
    from 1, `start` says where its words begin there, in characters."""

    pieces: tuple[Piece, ...]
    number: int
    start: int

    @property
    def before(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.op != "added"]

    @property
    def after(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.op != "removed"]

    @property
    def sides(self) -> tuple[list[Piece], list[Piece]]:
        """Both wordings without the line ends after them, which beside each other say nothing."""
        return _ended(self.before), _ended(self.after)

    @property
    def text(self) -> str:
        """What it says in the new text, with the line ends after it."""
        return "".join(piece.text for piece in self.after)

    @property
    def is_gone(self) -> bool:
        return not self.text.strip()


def _ended(pieces: list[Piece]) -> list[Piece]:
    while pieces and not pieces[-1].text.rstrip("\n"):
        pieces = pieces[:-1]
    return [*pieces[:-1], Piece(pieces[-1].op, pieces[-1].text.rstrip("\n"))] if pieces else []


def passages(pieces: Iterable[Piece]) -> list[Passage]:
    """The same pieces, paragraph by paragraph: a paragraph ends with its line ends, whichever text has them."""
    rows: list[list[Piece]] = [[]]
    for piece in pieces:
        if "\n" not in piece.text:
            rows[-1].append(piece)
            continue
        *ended, rest = regex.split(r"(?<=\n)(?!\n)", piece.text)
        for part in ended:
            rows[-1].append(Piece(piece.op, part))
            rows.append([])
        if rest:
            rows[-1].append(Piece(piece.op, rest))
    made: list[Passage] = []
    number = start = 0
    for row in rows:
        passage = Passage(tuple(row), number + 1, start)
        if row:
            made.append(passage)
        number += not passage.is_gone
        start += len(passage.text)
    return made


def redline(old: str, new: str) -> list[Piece]:
    """The pieces of both texts in reading order; what went stands before what came in its place.

    Joining all but the added gives `old`, joining all but the removed gives `new`, to the character.
    """
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    told: list[tuple[Op, str]] = []
    removed, added = [], []  # the tokens of one change, until its end is found
    for gone, come, stays in _steps(before, after):
        if not stays:
            removed += gone
            added += come
        elif (removed or added) and "".join(stays).isspace():
            # A blank between two changed words: read as one change, not as two.
            removed += stays
            added += stays
        else:
            told += _settled("".join(removed), "".join(added))
            removed, added = [], []
            told.append(("same", "".join(stays)))
    return _joined(told + _settled("".join(removed), "".join(added)))


Step = tuple[
    list[str], list[str], list[str]
]  # tokens that went, that came, that stayed: one or two of them empty


def _steps(before: list[str], after: list[str]) -> list[Step]:
    """What to do to `before` to have `after`. A paragraph more or less is that paragraph with the line ends after it,
    and not the ones before; a sentence, with its own full stop."""
    steps: list[Step] = []
    for step in Indel.opcodes(before, after):
        gone, come = before[step.src_start : step.src_end], after[step.dest_start : step.dest_end]
        steps.append(([], [], gone) if step.tag == "equal" else (gone, come, []))
    for earlier, (gone, come, _stays), later in zip(steps, steps[1:], steps[2:], strict=False):
        block = gone or come
        if bool(gone) == bool(come) or not earlier[2] or not later[2] or block[0] != later[2][0]:
            continue
        if "\n" in block[0] or block[0] in ".!?…":
            earlier[2].append(block[0])
            block.append(later[2].pop(0))
            del block[0]
    return steps


def _settled(removed: str, added: str) -> list[tuple[Op, str]]:
    """One change. A blank that both of its sides end in goes back to the text around it."""
    blank = removed[len(removed.rstrip()) :]
    if blank and removed and added and blank == added[len(added.rstrip()) :]:
        removed, added = removed[: -len(blank)], added[: -len(blank)]
    else:
        blank = ""
    return [*_by_particles(removed, added), ("same", blank)]


def _by_particles(removed: str, added: str) -> list[tuple[Op, str]]:
    """Word by word where nouns only changed their particles ("우리는" to "우리가"), else the change as a whole."""
    if not HANGUL.search(removed) or not HANGUL.search(added):
        return [("removed", removed), ("added", added)]
    old, new = (regex.split(r"(\s+)", side) for side in (removed, added))
    pairs = [_particles(*pair) for pair in zip(old, new, strict=False)] if len(old) == len(new) else []
    if not any(pairs) or old[1::2] != new[1::2]:
        return [("removed", removed), ("added", added)]
    steps: list[tuple[Op, str]] = []
    for before, after, pair in zip(old, new, pairs, strict=True):
        if before == after:
            steps.append(("same", before))
        else:
            steps += pair or [("removed", before), ("added", after)]
    return steps


def _particles(before: str, after: str) -> list[tuple[Op, str]]:
    """What became of one noun; empty when it is another one, or none."""
    if before == after or before[:1] != after[:1]:  # most are not even close
        return []
    one, two = NOUN.fullmatch(before), NOUN.fullmatch(after)
    if not one or not two:
        return []
    if one[1] != two[1]:
        return []
    if one[3] != two[3]:  # other marks after it, too
        return [("same", one[1]), ("removed", (one[2] or "") + one[3]), ("added", (two[2] or "") + two[3])]
    return [("same", one[1]), ("removed", one[2] or ""), ("added", two[2] or ""), ("same", one[3])]


def _joined(told: list[tuple[Op, str]]) -> list[Piece]:
    """Each stretch in one piece, and none without words."""
    said = (each for each in told if each[1])
    return [Piece(op, "".join(text for _op, text in run)) for op, run in groupby(said, key=itemgetter(0))]
