"""What the live hub may read of a room: rows since a cursor, and who may see which stream."""

from collections.abc import Collection, Mapping
from functools import lru_cache

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from incidents.models import Incident, Participant, Stream, TimelineEntry
from incidents.rendering import Told, render, tell
from live.feed import CATCH_UP_LIMIT, Admission, Item, Snapshot


class RoomFeed:
    """The hub's window on the incidents; see `live.feed.Feed` for the contract."""

    def admit(self, room: int, user_id: int, session_key: str) -> Admission | None:
        """What a newly connected person may see, or None for a stranger."""
        place = (
            Participant.objects.active()
            .select_related("incident")
            .filter(incident=room, person=user_id, person__is_active=True)
            .first()
        )
        if place is None or not _alive({(user_id, session_key)}):
            return None
        return Admission(
            streams=frozenset(str(stream) for stream in place.streams),
            rights_version=place.incident.rights_version,
            epoch=str(place.incident.epoch),
        )

    def read(
        self,
        room: int,
        cursors: Mapping[str, int],
        rights_version: int,
        watchers: Collection[tuple[int, str]],
        languages: Collection[str],
    ) -> Snapshot:
        """Everything after `cursors`, and the rights that hold at the same instant.

        One REPEATABLE READ snapshot: an entry and the membership it is sent under can never come from two
        different moments.
        """
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            incident = Incident.objects.get(pk=room)
            moved = incident.rights_version != rights_version
            return Snapshot(
                epoch=str(incident.epoch),
                heads=incident.heads(),
                rights_version=incident.rights_version,
                rights=_rights(incident) if moved else None,
                alive=_alive(watchers),
                items=_items(incident, cursors, languages),
            )


def _rights(incident: Incident) -> dict[int, frozenset[str]]:
    places = incident.participants.active().filter(person__is_active=True)
    return {place.person_id: frozenset(str(stream) for stream in place.streams) for place in places}


def _alive(watchers: Collection[tuple[int, str]]) -> frozenset[tuple[int, str]]:
    """Those whose session still stands and whose account is still active.

    A new password ends a person's sessions without deleting them, so their seal is compared, as it is at
    every request.
    """
    sessions = dict(
        Session.objects.filter(
            session_key__in={key for _person, key in watchers}, expire_date__gt=timezone.now()
        ).values_list("session_key", "session_data")
    )
    active = User.objects.filter(is_active=True).only("password")
    people = active.in_bulk({person for person, _key in watchers})
    return frozenset(
        (person, key)
        for person, key in watchers
        if person in people and key in sessions and _seal(sessions[key]) in _seals(people[person])
    )


@lru_cache(maxsize=4096)
def _seal(session_data: str) -> tuple[str, str]:
    """Whose session this is and what their password made of it. Remembered, for it is asked at every look."""
    said = SessionStore().decode(session_data)
    return said.get(SESSION_KEY, ""), said.get(HASH_SESSION_KEY, "")


def _seals(person: User) -> set[tuple[str, str]]:
    hashes = [person.get_session_auth_hash(), *person.get_session_auth_fallback_hash()]
    return {(str(person.pk), each) for each in hashes}


def _items(incident: Incident, cursors: Mapping[str, int], languages: Collection[str]) -> tuple[Item, ...]:
    heads = incident.heads()
    behind = Q(pk=None)
    for stream, n in cursors.items():
        if n < heads[stream]:
            behind |= Q(stream=stream, n__gt=max(n, heads[stream] - CATCH_UP_LIMIT))
    if behind == Q(pk=None):
        return ()
    rows = list(
        TimelineEntry.objects.filter(behind, incident=incident).told().select_related("refers_to__actor")
    )
    roots = {row.refers_to_id: row.refers_to for row in rows if row.refers_to}
    told_roots = {told.entry.pk: told for told in tell(roots.values())}
    return tuple(_item(told, told_roots, languages) for told in tell(rows))


def _item(told: Told, roots: Mapping[int, Told], languages: Collection[str]) -> Item:
    root = roots.get(told.entry.refers_to_id or 0)
    return Item(
        stream=str(Stream(told.entry.stream)),
        n=told.entry.n,
        html={language: render(told, language) for language in languages},
        touched={language: (render(root, language),) if root else () for language in languages},
    )
