from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from common.verdicts import Refused
from incidents.actions.notes import post_note
from incidents.actions.rooms import change_room
from incidents.models import Incident, Status, Stream, TimelineEntry
from reporting.actions.closures import close_room
from reporting.entries import RoomClosed
from reporting.figures import figures
from reporting.models import Closure
from tests.cast import Cast


def test_the_lead_ends_the_room_with_its_figures(cast: Cast, room: Incident) -> None:
    change_room(room, status=Status.MONITORING, by=cast.lead)
    resolved_at = figures(room).resolved_at
    closure = close_room(room, reported={"messages": 138, "note": "A long day"}, by=cast.lead)

    room.refresh_from_db()
    entry = TimelineEntry.objects.get(type="room.closed")
    said = RoomClosed.from_payload(entry.payload)
    assert room.status == Status.CLOSED
    assert (closure.closed_by, closure.entry, closure.resolved_at) == (cast.lead, entry, resolved_at)
    assert (entry.stream, said.resolved_at, said.note) == (Stream.BRIEFING, resolved_at, "A long day")
    assert said.told == figures(room)
    assert said.told.reported.messages == 138


def test_a_room_nobody_called_resolved_is_resolved_when_it_closes(cast: Cast, room: Incident) -> None:
    before = room.now()
    closure = close_room(room, by=cast.lead)
    assert before < closure.resolved_at == closure.closed_at
    assert figures(room).resolved_at == closure.resolved_at


def test_the_lead_may_say_when_it_was_over(cast: Cast, room: Incident) -> None:
    change_room(room, status=Status.MONITORING, by=cast.lead)
    earlier = room.now() - timedelta(hours=1)
    assert close_room(room, resolved_at=earlier, by=cast.lead).resolved_at == earlier
    assert figures(room).resolved_at == earlier


def test_nothing_is_over_before_it_is(cast: Cast, room: Incident) -> None:
    with pytest.raises(Refused, match="still to come"):
        close_room(room, resolved_at=room.now() + timedelta(hours=1), by=cast.lead)


@pytest.mark.parametrize("who", ["comms", "counsel", "support", "executive", "guest", "stranger"])
def test_nobody_else_does(cast: Cast, room: Incident, who: str) -> None:
    with pytest.raises(Refused):
        close_room(room, by=getattr(cast, who))
    room.refresh_from_db()
    assert room.status == Status.OPEN
    assert not Closure.objects.exists()


def test_a_room_ends_once_and_is_then_a_record(cast: Cast, room: Incident) -> None:
    close_room(room, by=cast.lead)
    room.refresh_from_db()
    with pytest.raises(Refused, match="closed"):
        close_room(room, by=cast.lead)
    with pytest.raises(Refused, match="closed"):
        post_note(room, text="One more thing", by=cast.lead)


def test_the_same_press_twice_is_one_closing(cast: Cast, room: Incident) -> None:
    key = uuid4()
    first = close_room(room, by=cast.lead, key=key)
    assert close_room(room, by=cast.lead, key=key) == first
    assert TimelineEntry.objects.filter(type="room.closed").count() == 1


def test_what_cannot_be_reported_leaves_the_room_open(cast: Cast, room: Incident) -> None:
    with pytest.raises(ValidationError):
        close_room(room, reported={"messages": "many"}, by=cast.lead)
    room.refresh_from_db()
    assert room.status == Status.OPEN


def test_a_closing_cannot_be_rewritten(cast: Cast, room: Incident) -> None:
    close_room(room, by=cast.lead)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Closure.objects.update(reported={"messages": 1})


def test_a_used_key_closes_nothing(cast: Cast, room: Incident) -> None:
    key = uuid4()
    post_note(room, text="words", by=cast.lead, key=key)
    with pytest.raises(Refused, match="sent before"):
        close_room(room, by=cast.lead, key=key)
    close_room(room, by=cast.lead, key=(closing := uuid4()))
    with pytest.raises(Refused, match="sent before"):
        close_room(room, reported={"messages": 3}, by=cast.lead, key=closing)
