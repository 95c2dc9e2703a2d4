"""The people and rooms of a run, made through Django, and the deeds done in them.

Imported once Django is set up.
"""

import json
import random
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from time import monotonic_ns
from typing import Any

import psycopg
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils import timezone
from redis import Redis

from accounts.models import User
from accounts.proof import PROVED_AT
from bench.place import CHECKOUT
from incidents.actions.notes import post_note
from incidents.actions.rooms import open_room
from incidents.models import (
    DutyAssignment,
    Incident,
    Kind,
    Participant,
    Role,
    Severity,
    Stream,
    TimelineEntry,
)
from incidents.rendering import render, tell
from live import hints, passes

WORDS = 55
"""In a note of ordinary length: some 330 characters."""

INSERT = """
INSERT INTO incidents_timelineentry
  (incident_id, room_seq, stream, n, type, payload, actor_id, strands, previous_hash, hash, search_text)
SELECT %(room)s, 0, 'working', 0, 'note.posted', jsonb_build_object('text', text, 'stream', 'working'),
  %(actor)s, '{}', '', '', text
FROM unnest(%(texts)s::text[]) AS text
RETURNING n
"""

SESSION_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Person:
    """Somebody who is signed in."""

    pk: int
    session_key: str


@cache
def prose() -> list[str]:
    """Our own documentation, word by word: real sentences, so that compression finds no more than it would."""
    pages = [path.read_text() for path in sorted((CHECKOUT / "docs").rglob("*.md"))]
    return re.findall(r"[^\s`|#*<>\[\]()─│┌┐└┘▶]+", " ".join(pages))


_choice = random.Random(3)  # noqa: S311  the same notes in every run


def a_text() -> str:
    """What somebody might write: a stretch of our documentation."""
    words = prose()
    start = _choice.randrange(len(words) - WORDS)
    return " ".join(words[start : start + WORDS])


class World:
    """Everybody is a member of the team, on a session of their own, and sees `briefing` and `working`."""

    def __init__(self) -> None:
        self.lead = self._hire("lead", Role.LEAD)
        self.people: list[Person] = []
        self.hinted_at = 0
        self._silent = False
        self._hint = hints.room_changed
        hints.room_changed = self._note_the_moment

    # -- people and rooms

    def sign_in(self, count: int) -> None:
        """See to it that there are at least `count` people, each signed in."""
        numbers = range(len(self.people), count)
        password = make_password(None)  # nobody signs in by hand
        made = User.objects.bulk_create(
            User(username=f"reader{i}", name=f"Reader {i}", password=password) for i in numbers
        )
        with transaction.atomic():
            self.people += [Person(user.pk, self.session_of(user)) for user in made]

    def session_of(self, user: User) -> str:
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session[PROVED_AT] = int(time.time())  # as if they had just signed in
        session.set_expiry(SESSION_SECONDS)
        session.create()
        return str(session.session_key)

    def room(self, people: int = 0, entries: int = 0) -> "Room":
        """A room that the lead opened, the first `people` are in, and that holds `entries` notes."""
        incident = open_room(
            title="A recall, and what is said of it",
            severity=Severity.SEV2,
            kind=Kind.PRODUCT_SAFETY,
            by=self.lead,
        )
        room = Room(self, incident)
        room.admit(people)
        room.fill(entries)
        return room

    def _hire(self, name: str, role: Role) -> User:
        person = User.objects.create(username=name, name=name.capitalize(), password=make_password(None))
        DutyAssignment.objects.create(person=person, role=role, is_cleared=False)
        return person

    # -- the moment a deed is done

    def _note_the_moment(self, room: int) -> None:
        self.hinted_at = monotonic_ns()
        if not self._silent:
            self._hint(room)

    def hint(self, room: int) -> None:
        """Tell every process to look at this room, as a deed does once it is committed."""
        hints.room_changed(room)

    @contextmanager
    def silence(self) -> Iterator[None]:
        """Deeds give no hint: for those who hear of them in another way."""
        self._silent = True
        try:
            yield
        finally:
            self._silent = False

    @cached_property
    def line(self) -> "psycopg.Connection[Any]":
        """A connection of its own, on which every statement is a transaction.

        Its commits do not wait for the disk: it is for those measurements in which the writer must not be what
        is measured, and the disk is never what the readers wait for.
        """
        line = psycopg.connect(**connection.get_connection_params() | {"autocommit": True})
        line.execute("SET synchronous_commit = off")
        return line

    @property
    def valkey(self) -> Redis:
        return hints.valkey()


class Room:
    """One room, and the numbers of its `working` stream."""

    def __init__(self, world: World, incident: Incident) -> None:
        self.world = world
        self.incident = incident
        self.pk = incident.pk

    @property
    def path(self) -> str:
        return f"/ws/rooms/{self.pk}/"

    def admit(self, people: int) -> None:
        """Let the first `people` in, all at once: a thousand entries about who came would only take time."""
        self.world.sign_in(people)
        Participant.objects.bulk_create(
            Participant(
                incident=self.incident,
                person_id=person.pk,
                role=Role.SUPPORT,
                invited_by=self.world.lead,
                invited_at=timezone.now(),
            )
            for person in self.world.people[:people]
        )

    def heads(self) -> dict[str, int]:
        return Incident.objects.get(pk=self.pk).heads()

    def head(self) -> int:
        return self.heads()[Stream.WORKING]

    def readers(self, count: int, *, port: int, held: dict[str, int] | None = None) -> list[str]:
        """What the first `count` people say at the door, each with a pass from a page they have open."""
        incident = Incident.objects.get(pk=self.pk)
        held = held or incident.heads()
        history = f"warroom.1, epoch.{incident.epoch}, language.en"
        history += "".join(f", held.{stream}.{held[stream]}" for stream in (Stream.BRIEFING, Stream.WORKING))
        return [
            "\t".join(
                (
                    self.path,
                    f"{settings.SESSION_COOKIE_NAME}={person.session_key}",
                    f"http://127.0.0.1:{port}",
                    f"{history}, pass.{self._pass(person, incident.rights_version)}",
                )
            )
            for person in self.world.people[:count]
        ]

    def _pass(self, person: Person, rights_version: int) -> str:
        return passes.mint(
            person=person.pk, session_key=person.session_key, room=self.pk, rights_version=rights_version
        )

    def write(self) -> TimelineEntry:
        """A real note, by the real action; returns after its commit and its hint."""
        return post_note(self.incident, text=a_text(), by=self.world.lead, stream=Stream.WORKING)

    def post(self) -> tuple[int, int]:
        """Write a note. Its number, and when its COMMIT was answered and its hint was about to go."""
        row = self.write()
        return row.n, self.world.hinted_at

    def frame(self, *, number: int) -> str:
        """A note as the page is sent it, under a number of your choice: what the others shall carry, too."""
        row = self.incident.entries.filter(stream=Stream.WORKING).last() or self.write()
        row.n = number
        entry = {"n": number, "html": render(tell([row])[0], "en"), "touched": []}
        said = {"type": "entries", "stream": "working", "epoch": str(self.incident.epoch), "entries": [entry]}
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"))

    def commit(self, count: int = 1) -> int:
        """`count` notes in one transaction and one statement, without a hint. Returns the last one's number.

        Where many entries a second are wanted, and the writer must not be what is measured. The table's own
        trigger numbers and chains them.
        """
        said = {"room": self.pk, "texts": [a_text() for _ in range(count)], "actor": self.world.lead.pk}
        rows: Sequence[tuple[int]] = self.world.line.execute(INSERT, said).fetchall()
        return max(n for (n,) in rows)

    def fill(self, entries: int) -> None:
        for done in range(0, entries, 200):
            self.commit(min(200, entries - done))
        self.world.line.execute("ANALYZE")  # as the server's own housekeeping would, a minute later
