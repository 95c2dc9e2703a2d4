"""What the hub asks of whoever keeps the record."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol

CATCH_UP_LIMIT = 500
"""A page further behind than this many entries in one stream is told to load afresh."""


@dataclass(frozen=True)
class Admission:
    """What one person may see of a room at the moment they knock."""

    streams: frozenset[str]
    rights_version: int
    epoch: str


@dataclass(frozen=True)
class Item:
    """One entry, number `n` of its stream, rendered once per language for everybody entitled to that stream.

    `touched` holds earlier entries of the same stream whose look changed because of this one.
    """

    stream: str
    n: int
    html: Mapping[str, str]
    touched: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Snapshot:
    """One room at one instant: nothing in here may come from a second look at the database.

    `rights` says who is in the room and which streams each may see (None: as before).
    `alive` are those of the watchers asked about whose session stands and whose account is active.
    """

    epoch: str
    heads: Mapping[str, int]
    rights_version: int
    rights: Mapping[int, frozenset[str]] | None
    alive: frozenset[tuple[int, str]]
    items: tuple[Item, ...]


class Feed(Protocol):
    """Both methods are synchronous, may use the database, and are called from several threads at once."""

    def admit(self, room: int, user_id: int, session_key: str) -> Admission | None:
        """What this person may see of this room, or None for a stranger."""

    def read(
        self,
        room: int,
        cursors: Mapping[str, int],
        rights_version: int,
        watchers: Collection[tuple[int, str]],
        languages: Collection[str],
    ) -> Snapshot:
        """What happened after `cursors`, and the rights that hold at that same instant.

        A stream named in `cursors` brings its entries numbered above the cursor, without a gap and up to its
        head; when there are more than `CATCH_UP_LIMIT`, the newest that many are enough. A stream that is not
        named brings only its head. `rights` is None exactly when `rights_version` is still the current one.
        Raises whatever the database raises: the hub then says nothing, and pages notice the silence.
        """
