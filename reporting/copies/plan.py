"""In which order a copy is made, step by step."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from incidents.models import Stream
from reporting.copies import statements as words
from reporting.copies import timeline as story


@dataclass(frozen=True)
class Plan:
    """The chapters of a copy, each with how many steps it takes. Counted by what its reader may see, so that the
    number of steps tells them nothing else."""

    chapters: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, streams: frozenset[Stream], *, entries: int, statements: int) -> Self:
        reads_work = Stream.WORKING in streams
        return cls(
            (
                ("room", 1),
                ("timeline", _pages(entries, story.PAGE)),
                ("statements", _pages(statements, words.PAGE) if reads_work else 0),
                ("publications", 1),
                ("files", 1 if reads_work else 0),
            )
        )

    @classmethod
    def from_json(cls, chapters: list[list[Any]]) -> Self:
        return cls(tuple((name, steps) for name, steps in chapters))

    def to_json(self) -> list[list[Any]]:
        return [[name, steps] for name, steps in self.chapters]

    def __len__(self) -> int:
        return sum(steps for _name, steps in self.chapters)

    def __iter__(self) -> Iterator[tuple[str, int]]:
        """Each step by its chapter and its number there, from 0."""
        return ((name, step) for name, steps in self.chapters for step in range(steps))


def _pages(count: int, page: int) -> int:
    return -(-count // page)
