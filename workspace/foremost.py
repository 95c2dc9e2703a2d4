"""The first of perhaps thousands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

# More than anybody reads in one place, and few enough that a page opens at once in a room with thousands.
MANY = 40

# Those that are shown whole, with their words and a strip of slots.
WHOLE = 12

Row = TypeVar("Row")
Stored = TypeVar("Stored", bound=Model)


@dataclass(frozen=True)
class Foremost(Generic[Row]):
    """Going through them ends with the first; `len` is of all there are. `rest` holds the others where they
    had to be fetched anyway."""

    first: list[Row]
    total: int
    rest: list[Row] = field(default_factory=list)

    @classmethod
    def of(cls, rows: "QuerySet[Stored, Any]") -> "Foremost[Stored]":
        first = list(rows[: MANY + 1])
        return Foremost(first[:MANY], len(first) if len(first) <= MANY else rows.count())

    @classmethod
    def among(cls, rows: Sequence[Row], many: int = MANY) -> "Foremost[Row]":
        return Foremost(list(rows[:many]), len(rows), list(rows[many:]))

    @classmethod
    def none(cls) -> "Foremost[Row]":
        return cls([], 0)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.first)

    def __len__(self) -> int:
        return self.total
