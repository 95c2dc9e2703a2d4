"""What is wrong with a pack, said where it is wrong and all at once."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend. `line` counts from 1."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


class PackError(Exception):
    """A pack cannot be played as it is written. `problems` holds everything found, in the file's order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))


# Nobody mends more in one go; and looking for what was meant takes its time with each.
MOST = 100
LONGEST = 300
# A file that somebody uploads may hold thousands of names, or long ones.
COMPARED, WORD = 200, 60


class Problems:
    """Collects what is wrong with one file, so that its author mends everything in one go."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._found: list[Problem] = []

    def add(self, line: int, text: str) -> None:
        """Raises PackError when there are more than anybody would mend in one go."""
        cut = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
        self._found.append(Problem(self.file, line, cut))
        if len(self._found) >= MOST:
            self.raise_any()

    def raise_any(self) -> None:
        """Raises PackError when anything was found."""
        if self._found:
            raise PackError(self._found)


def hint(word: str, known: Iterable[str]) -> str:
    """'; did you mean "text"?' when a known word is close, else '; known here: a, b'."""
    words = sorted(each for each in known if len(each) <= WORD)[:COMPARED]
    close = difflib.get_close_matches(word[:WORD], words, n=1)
    if close:
        return f'; did you mean "{close[0]}"?'
    return f"; known here: {', '.join(words)}" if words else ""
