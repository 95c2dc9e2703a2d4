"""What the live hub may read of a room: rows since a cursor, and who may see which stream.

It is asked at every hint and at least every second, so the usual answer takes one statement, and a transaction
of its own only when somebody's right to look on may have changed.

How it is one instant all the same: of what can change (rights, sessions, accounts) that statement says whether
it did, and if so all of it is read again within one REPEATABLE READ snapshot. Entries never change, so those that
the new ones refer to may be fetched afterwards: bounded by the numbers seen at that instant, a later statement
finds what stood there then, and nothing that was committed since.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection, transaction

from accounts.sessions import signed_in_among
from incidents.models import Participant, Stream, TimelineEntry
from incidents.rendering import Told, render, told
from incidents.rows import Look, look, rows_about, rows_between
from live.feed import CATCH_UP_LIMIT, Identity, Item, Question, Snapshot


class RoomFeed:
    """The hub's window on the incidents; see `live.feed.Feed` for the contract."""

    presence_stream = str(Stream.WORKING)

    def read(self, room: int, question: Question) -> Snapshot | None:
        """What happened after the question's cursors, and the rights that hold at that same instant."""
        if not question.knocking:
            seen = _look(room, question)
            if seen is None:
                return None
            if not _has_moved(seen, question):
                return _answer(seen, question, None, frozenset())
        with _one_instant():
            seen = _look(room, question)
            if seen is None:
                return None
            rights = _rights(room) if seen.rights_version != question.rights_version else None
            ended = _ended(_asked_about(seen, question))
        return _answer(seen, question, rights, ended)


def _look(room: int, question: Question) -> Look | None:
    return look(room, question.cursors, limit=CATCH_UP_LIMIT)


def _has_moved(seen: Look, question: Question) -> bool:
    """Whether anybody's right to look on may have changed since the last answer."""
    return (seen.rights_version, seen.standing) != (question.rights_version, question.standing)


@contextmanager
def _one_instant() -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _answer(
    seen: Look,
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


def _asked_about(seen: Look, question: Question) -> Collection[Identity]:
    if seen.standing == question.standing:
        return question.knocking
    return {*question.knocking, *question.watching}


def _ended(asked: Collection[Identity]) -> frozenset[Identity]:
    return frozenset(asked) - signed_in_among(asked)


def _items(seen: Look, question: Question) -> tuple[Item, ...]:
    rows = _rows_up_to(seen, question) if seen.news is None else seen.news
    if not rows:
        return ()
    # They end at each stream's head, and what refers to an entry stands after it in the same stream: so all
    # that was later said about these rows is among them. Only of earlier ones do we not hold everything.
    earlier = {row.refers_to_id for row in rows if row.refers_to_id} - {row.pk for row in rows}
    around = rows_about(earlier, until=seen.seq) if earlier else []
    news = told(rows, rows)
    roots = {each.entry.pk: each for each in news}
    roots |= {each.entry.pk: each for each in told((row for row in around if row.pk in earlier), around)}
    return tuple(_item(each, roots.get(each.entry.refers_to_id or 0), question.languages) for each in news)


def _rows_up_to(seen: Look, question: Question) -> list[TimelineEntry]:
    """The newest of them, when there are more than a page would take."""
    spans = {
        stream: (max(n, seen.heads[stream] - CATCH_UP_LIMIT), seen.heads[stream])
        for stream, n in question.cursors.items()
        if n < seen.heads[stream]
    }
    return rows_between(seen.room, spans)


def _item(each: Told, root: Told | None, languages: Collection[str]) -> Item:
    return Item(
        stream=each.entry.stream,
        n=each.entry.n,
        html={language: render(each, language) for language in languages},
        touched={language: (render(root, language),) if root else () for language in languages},
    )
