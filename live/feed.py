"""What the hub asks of whoever keeps the record."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol

CATCH_UP_LIMIT = 500
"""A page further behind than this many entries in one stream is told to load afresh."""

Identity = tuple[int, str]
"""Who looks through a socket: a person's id and the key of the session they are signed in with."""


@dataclass(frozen=True)
class Question:
    """What a room wants to know.

    `cursors`: the streams somebody looks at, and up to which number each is known. `rights_version` and
    `standing`: what the last answer said. `watching` were found in order before; `knocking` were not yet.
    """

    cursors: Mapping[str, int]
    rights_version: int
    standing: int
    watching: Collection[Identity]
    knocking: Collection[Identity]
    languages: Collection[str]


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

    `rights` says who is in the room and which streams each may see (None: as before). `standing` moves with
    every session that ends and every account that changes. `ended` are those of the people asked about whose
    session no longer stands or whose account is not active.
    """

    epoch: str
    heads: Mapping[str, int]
    rights_version: int
    rights: Mapping[int, frozenset[str]] | None
    standing: int
    ended: frozenset[Identity]
    items: tuple[Item, ...]


class Feed(Protocol):
    """Synchronous, may use the database, and is called from several threads at once."""

    presence_stream: str
    """Who is here is told to those who may see this stream, and to nobody else."""

    def read(self, room: int, question: Question) -> Snapshot | None:
        """What happened after `cursors`, and the rights that hold at that same instant. None: no such room.

        A stream named in `cursors` brings its entries numbered above the cursor, without a gap and up to its
        head; when there are more than `CATCH_UP_LIMIT`, the newest that many are enough. A stream that is not
        named brings only its head. `rights` is None exactly when `rights_version` is still the current one.
        Those `knocking` are always looked into, those `watching` only when `standing` is no longer the same.
        Raises whatever the database raises: the hub then says nothing, and pages notice the silence.
        """
