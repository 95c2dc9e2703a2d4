"""Every person against every address of a room. A new route without a row fails."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from incidents.models import Incident
from incidents.urls import urlpatterns
from tests.approvals.views.browse import HTMX, as_, html
from tests.cast import Cast, a_room
from tests.incidents.views.browse import everything, furnish

LEAD = {"lead"}
TEAM = {"lead", "comms", "counsel", "legal", "support"}
CLEARED = {"lead", "counsel", "legal"}
READERS = TEAM | {"executive"}
INSIDE = READERS | {"guest"}
EVERYONE = {each.name for each in fields(Cast)}
assert {"stranger"} == EVERYONE - INSIDE


@dataclass(frozen=True)
class Row:
    """Who finds something at a route, and whose POST of `sent` is done. Empty sets: that method is not for it."""

    at: str = ""  # what its address names besides the room: a ref, by kind; a person; a strand's letter
    readers: set[str] = field(default_factory=set)
    writers: set[str] = field(default_factory=set)
    sent: dict[str, Any] = field(default_factory=dict)
    finders: set[str] = field(default_factory=lambda: INSIDE)  # for the others there is nothing here


SETTLED = {"source": "the file"}
STRUCK = {"reason": "Another letter"}
PEOPLE = {"role": "support"}
STRAND = {"name": "The site's address"}

ROUTES: dict[str, list[Row]] = {
    "room_change": [
        Row(readers=INSIDE, writers=LEAD, sent={"title": "Fire", "severity": "1", "status": "open"})
    ],
    "timeline": [Row(readers=INSIDE)],
    "entry_create": [Row(writers=TEAM, sent={"type": "note", "text": "words"})],
    "entry": [
        Row("fact", readers=READERS, finders=READERS),
        Row("privileged fact", readers=CLEARED, finders=CLEARED),
    ],
    "entry_menu": [
        Row("fact", readers=READERS, finders=READERS),
        Row("privileged fact", readers=CLEARED, finders=CLEARED),
    ],
    "fact_confirm": [
        Row("fact", readers=READERS, writers=TEAM, finders=READERS, sent=SETTLED),
        Row("privileged fact", readers=CLEARED, writers=CLEARED, finders=CLEARED, sent=SETTLED),
    ],
    "fact_refute": [
        Row("fact", readers=READERS, writers=TEAM, finders=READERS, sent=SETTLED),
        Row("privileged fact", readers=CLEARED, writers=CLEARED, finders=CLEARED, sent=SETTLED),
    ],
    "question_answer": [
        Row("question", readers=READERS, writers=TEAM, finders=READERS, sent={"text": "We did."}),
        Row(
            "privileged question", readers=CLEARED, writers=CLEARED, finders=CLEARED, sent={"text": "We did."}
        ),
    ],
    "entry_strike": [  # counsel wrote them
        Row("call", readers=READERS, writers={"lead", "counsel"}, finders=READERS, sent=STRUCK),
        Row("privileged call", readers=CLEARED, writers={"lead", "counsel"}, finders=CLEARED, sent=STRUCK),
    ],
    "promise_keep": [
        Row("call", writers=TEAM, finders=READERS),
        Row("privileged call", writers=CLEARED, finders=CLEARED),
    ],
    "participants": [Row(readers=INSIDE, writers=LEAD, sent={"person": "stranger", **PEOPLE})],
    "participant_change": [Row("guest", writers=LEAD, sent=PEOPLE)],
    "participant_remove": [Row("guest", writers=LEAD)],
    "participant_appoint": [Row("support", writers=LEAD)],
    "strand_create": [Row(readers=READERS, writers=TEAM, finders=READERS, sent=STRAND)],
    "strand_change": [Row("A", readers=READERS, writers=TEAM, finders=READERS, sent=STRAND)],
}

ROWS = [
    pytest.param(name, row, id=f"{name} {row.at}".strip()) for name, rows in ROUTES.items() for row in rows
]
every_row = pytest.mark.parametrize(("name", "row"), ROWS)


def test_every_route_has_its_row() -> None:
    assert set(ROUTES) == {route.name for route in urlpatterns}


class Place:
    """A furnished room, how its routes are addressed in it, and the cast, each before a browser."""

    def __init__(self, cast: Cast, room: Incident) -> None:
        self.cast, self.room, self.refs = cast, room, furnish(cast, room)
        self.browsers: dict[str, Client] = {}

    def path(self, name: str, at: str = "", *, room: int | None = None) -> str:
        """`at` is a ref by its kind ("fact"), a person of the cast, or stands for itself."""
        named: list[Any] = [room or self.room.pk]
        if at:
            person = getattr(self.cast, at, None)
            named.append(person.pk if person else self.refs.get(at, at))
        return reverse(name, args=named)

    def get(self, who: str, path: str) -> HttpResponse:
        return self.browser(who).get(path)

    def post(self, who: str, path: str, sent: dict[str, Any]) -> HttpResponse:
        if "person" in sent:
            sent = {**sent, "person": getattr(self.cast, sent["person"]).pk}
        return self.browser(who).post(path, {**sent, "key": str(uuid4())}, headers=HTMX)

    def browser(self, who: str) -> Client:
        if who not in self.browsers:
            self.browsers[who] = as_(getattr(self.cast, who))
        return self.browsers[who]


@pytest.fixture
def place(cast: Cast, room: Incident) -> Place:
    return Place(cast, room)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens in here has not happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@every_row
def test_who_finds_something_to_read(place: Place, name: str, row: Row) -> None:
    path, before = place.path(name, row.at), everything()
    answers = {who: place.get(who, path).status_code for who in EVERYONE}
    assert everything() == before  # looking changes nothing
    if row.readers:
        assert {who for who, status in answers.items() if status == 200} == row.readers
        assert {status for who, status in answers.items() if who not in row.readers} == {404}
    else:
        assert set(answers.values()) == {405}


WHY_NOT = ("Executives and guests", "Only the lead", "Only its author", "not cleared")


@every_row
def test_whose_deed_is_done_and_who_is_told_why_not(place: Place, name: str, row: Row) -> None:
    path, before = place.path(name, row.at), everything()
    for who in sorted(EVERYONE):
        place.browser(who)
        with undone():
            response = place.post(who, path, row.sent)
            changed = everything() != before
        if not row.writers:
            assert (response.status_code, changed) == (405, False), who
        elif who in row.writers:
            assert response.status_code in {200, 201, 302}, who
            assert changed, who
        else:
            assert response.status_code == (409 if who in row.finders else 404), who
            assert not changed, who
            assert who not in row.finders or any(why in html(response) for why in WHY_NOT), who


@every_row
def test_nobody_gets_in_without_signing_in(place: Place, name: str, row: Row) -> None:
    path, before = place.path(name, row.at), everything()
    page = Client().get(path)
    assert (page.status_code, page["Location"].split("?")[0]) == (302, "/sign-in/")
    piece = Client().post(path, row.sent, headers=HTMX)
    assert (piece.status_code, piece["HX-Retarget"]) == (401, "#notice")
    assert everything() == before


@pytest.mark.parametrize(("name", "row"), [row for row in ROWS if row.values[1].at])
def test_what_a_person_may_not_see_looks_like_what_is_not_there(place: Place, name: str, row: Row) -> None:
    """To the byte: nothing tells a hidden entry from none."""
    nothing = {"guest": "999999", "support": "999999", "A": "ZZ"}.get(
        row.at, "p999" if "privileged" in row.at else "w999"
    )
    hidden, absent = place.path(name, row.at), place.path(name, nothing)
    for who in sorted(EVERYONE - row.finders)[:2]:
        if row.writers:
            assert seen(place.post(who, hidden, row.sent)) == seen(place.post(who, absent, row.sent)), who
        else:
            assert seen(place.get(who, hidden)) == seen(place.get(who, absent)), who


def seen(answer: HttpResponse) -> tuple[object, ...]:
    """All that a browser gets of a 404, but for the time, the token and the address it asked for itself."""
    assert answer.status_code == 404
    page = html(answer).replace(answer.request["PATH_INFO"], "HERE")
    page = re.sub(r'data-now="\d+"|X-CSRFToken": "\w+|name="csrfmiddlewaretoken" value="\w+"', "", page)
    return page, sorted(answer.headers.keys()), answer.get("Vary"), answer.get("Cache-Control")


@every_row
def test_another_room_is_as_good_as_none(place: Place, name: str, row: Row) -> None:
    """Nor does a thing of this room answer to the number of another."""
    other = a_room(place.cast, title="Another matter")
    other.participants.filter(person=place.cast.comms).update(removed_at=other.now())
    for room in other.pk, 10**30:
        path = place.path(name, row.at, room=room)
        answer = place.get("comms", path) if row.readers else place.post("comms", path, row.sent)
        assert answer.status_code == 404, room


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("fact_confirm", ["question", "call", "privileged question"]),
        ("fact_refute", ["question", "call", "privileged question"]),
        ("question_answer", ["fact", "call", "privileged fact"]),
        ("promise_keep", ["fact", "question", "privileged fact"]),
    ],
)
def test_a_question_cannot_be_confirmed_nor_a_fact_answered(
    place: Place, name: str, wrong: list[str]
) -> None:
    before = everything()
    for at in wrong:
        assert place.post("lead", place.path(name, at), ROUTES[name][0].sent).status_code == 404
    assert everything() == before
