"""What the live hub may read of a room: rows since a cursor, and who may see which stream.

It is asked at every hint and at least every second, so the usual answer takes one statement, and a transaction
of its own only when somebody's right to look on may have changed.

How it is one instant all the same: of what can change (rights, sessions, accounts) one statement says whether
it did, and if so all of it is read again within one REPEATABLE READ snapshot. Entries never change, so they may
be fetched afterwards: bounded by the numbers seen at that instant, a later statement finds what stood there
then, and nothing that was committed since.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection, transaction

from accounts.sessions import signed_in_among
from incidents.models import Participant, Stream
from incidents.rendering import Told, render, told
from incidents.rows import rows_about, rows_between
from live.feed import CATCH_UP_LIMIT, Identity, Item, Question, Snapshot

GLANCE = """
SELECT id, epoch, rights_version, room_seq, briefing_n, working_n, privileged_n,
       coalesce((SELECT moves FROM accounts_standing), 0)
FROM incidents_incident WHERE id = %s
"""


@dataclass(frozen=True)
class Glance:
    """A room at one instant, as far as one statement tells."""

    room: int
    epoch: str
    rights_version: int
    seq: int
    heads: Mapping[str, int]
    standing: int


class RoomFeed:
    """The hub's window on the incidents; see `live.feed.Feed` for the contract."""

    presence_stream = str(Stream.WORKING)

    def read(self, room: int, question: Question) -> Snapshot | None:
        """What happened after the question's cursors, and the rights that hold at that same instant."""
        if not question.knocking:
            seen = _glance(room)
            if seen is None:
                return None
            if not _has_moved(seen, question):
                return _answer(seen, question, None, frozenset())
        with _one_instant():
            seen = _glance(room)
            if seen is None:
                return None
            rights = _rights(room) if seen.rights_version != question.rights_version else None
            ended = _ended(_asked_about(seen, question))
        return _answer(seen, question, rights, ended)


def _glance(room: int) -> Glance | None:
    with connection.cursor() as cursor:
        cursor.execute(GLANCE, [room])
        row = cursor.fetchone()
    if row is None:
        return None
    pk, epoch, rights_version, seq, briefing, working, privileged, standing = row
    heads = {"briefing": briefing, "working": working, "privileged": privileged}
    return Glance(pk, str(epoch), rights_version, seq, heads, standing)


def _has_moved(seen: Glance, question: Question) -> bool:
    """Whether anybody's right to look on may have changed since the last answer."""
    return (seen.rights_version, seen.standing) != (question.rights_version, question.standing)


@contextmanager
def _one_instant() -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _answer(
    seen: Glance,
    question: Question,
    rights: Mapping[int, frozenset[str]] | None,
    ended: frozenset[Identity],
) -> Snapshot:
    return Snapshot(
        epoch=seen.epoch,
        heads=seen.heads,
        rights_version=seen.rights_version,
        rights=rights,
        standing=seen.standing,
        ended=ended,
        items=_items(seen, question),
    )


def _rights(room: int) -> dict[int, frozenset[str]]:
    """Everyone in the room with their streams; there may be thousands of people, but few kinds of place.

    Whether their accounts are active is asked with their sessions: it changes without the room's rights moving.
    """
    places = Participant.objects.active().filter(incident=room)
    kinds = places.order_by().values_list("role", "is_cleared").annotate(people=ArrayAgg("person"))
    return {
        person: streams
        for role, is_cleared, people in kinds
        for streams in [frozenset(map(str, Participant(role=role, is_cleared=is_cleared).streams))]
        for person in people
    }


def _asked_about(seen: Glance, question: Question) -> Collection[Identity]:
    if seen.standing == question.standing:
        return question.knocking
    return {*question.knocking, *question.watching}


def _ended(asked: Collection[Identity]) -> frozenset[Identity]:
    return frozenset(asked) - signed_in_among(asked)


def _items(seen: Glance, question: Question) -> tuple[Item, ...]:
    spans = {
        stream: (max(n, seen.heads[stream] - CATCH_UP_LIMIT), seen.heads[stream])
        for stream, n in question.cursors.items()
        if n < seen.heads[stream]
    }
    if not spans:
        return ()
    rows = rows_between(seen.room, spans)
    # A span ends at its stream's head, and what refers to an entry stands after it in the same stream: so all
    # that was later said about these rows is among them. Only of earlier ones do we not hold everything.
    earlier = {row.refers_to_id for row in rows if row.refers_to_id} - {row.pk for row in rows}
    around = rows_about(earlier, until=seen.seq) if earlier else []
    news = told(rows, rows)
    roots = {each.entry.pk: each for each in news}
    roots |= {each.entry.pk: each for each in told((row for row in around if row.pk in earlier), around)}
    return tuple(_item(each, roots.get(each.entry.refers_to_id or 0), question.languages) for each in news)


def _item(each: Told, root: Told | None, languages: Collection[str]) -> Item:
    return Item(
        stream=each.entry.stream,
        n=each.entry.n,
        html={language: render(each, language) for language in languages},
        touched={language: (render(root, language),) if root else () for language in languages},
    )
