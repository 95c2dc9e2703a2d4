"""The first of perhaps thousands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

# More than anybody reads in one place, and few enough that a page opens at once in a room with thousands.
MANY = 40

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Foremost(Generic[Row]):
    """Going through them ends with the first `MANY`; `len` is of all there are."""

    first: list[Row]
    total: int

    @classmethod
    def of(cls, rows: "QuerySet[Row, Any]") -> "Foremost[Row]":
        first = list(rows[: MANY + 1])
        return cls(first[:MANY], len(first) if len(first) <= MANY else rows.count())

    @classmethod
    def none(cls) -> "Foremost[Row]":
        return cls([], 0)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.first)

    def __len__(self) -> int:
        return self.total
