from datetime import datetime, timedelta

import pytest

from common.verdicts import Refused
from incidents.actions.calls import log_call
from incidents.actions.entries import strike_entry
from incidents.actions.notes import post_note
from incidents.actions.promises import keep_promise, make_promise, note_missed_promises
from incidents.actions.rooms import open_room, set_clock
from incidents.models import Incident, Kind, Promise, Severity, Status, Stream
from incidents.tasks import note_missed_promises as task
from tests.cast import Cast, a_room, hire
from tests.incidents.actions.posts import told
from tests.races.together import together


def promised(cast: Cast, room: Incident, due: datetime, stream: Stream | None = None) -> Promise:
    call = log_call(
        room, with_whom="the owner", promised="A letter", promised_by=due, by=cast.counsel, stream=stream
    )
    return Promise.objects.get(entry=call)


def soon(room: Incident) -> datetime:
    return room.now() + timedelta(hours=1)


def just_now(room: Incident) -> datetime:
    return room.now() - timedelta(minutes=10)


# -- made and kept -------------------------------------------------------------------------------


def test_a_deed_of_its_own_may_promise_to_the_public(cast: Cast, room: Incident) -> None:
    entry, due = post_note(room, text="We answer at five.", by=cast.comms), soon(room)
    promise = make_promise(entry, text="An update", due_at=due, is_public=True)
    assert (promise.incident, promise.entry, promise.is_public) == (room, entry, True)


def test_keeping_it_is_recorded_beside_what_was_said(cast: Cast, room: Incident) -> None:
    promise = promised(cast, room, soon(room))
    kept = keep_promise(promise, by=cast.support)
    assert (kept.type, kept.refers_to, kept.actor) == ("promise.kept", promise.entry, cast.support)
    assert kept.payload == {"text": "A letter", "due_at": promise.due_at.isoformat(), "is_public": False}
    promise.refresh_from_db()
    assert promise.kept_at == kept.clock_at


def test_it_is_kept_once(cast: Cast, room: Incident) -> None:
    promise = promised(cast, room, soon(room))
    keep_promise(promise, by=cast.support)
    with pytest.raises(Refused, match="no longer open"):
        keep_promise(promise, by=cast.lead)
    assert len(told(room, "promise.kept")) == 1


@pytest.mark.parametrize("person", ["executive", "guest", "stranger"])
def test_who_does_not_hold_the_pen_keeps_nothing(cast: Cast, room: Incident, person: str) -> None:
    promise = promised(cast, room, soon(room))
    with pytest.raises(Refused):
        keep_promise(promise, by=getattr(cast, person))
    promise.refresh_from_db()
    assert promise.kept_at is None


# -- missed --------------------------------------------------------------------------------------


def test_what_ran_out_is_noted_by_the_room_itself_once(cast: Cast, room: Incident) -> None:
    promise = promised(cast, room, just_now(room))
    assert note_missed_promises() == 1
    noted = told(room)[-1]
    assert (noted.type, noted.actor, noted.refers_to) == ("promise.missed", None, promise.entry)
    assert noted.occurred_at == promise.due_at
    assert noted.stream == promise.entry.stream
    assert note_missed_promises() == 0
    assert len(told(room, "promise.missed")) == 1


def test_the_clock_calls_it_by_a_task(cast: Cast, room: Incident) -> None:
    promised(cast, room, just_now(room))
    assert task() == 1


def test_what_is_still_due_is_left_alone(cast: Cast, room: Incident) -> None:
    promised(cast, room, soon(room))
    assert note_missed_promises() == 0
    assert told(room, "promise.missed") == []


def test_so_is_what_was_kept_or_withdrawn(cast: Cast, room: Incident) -> None:
    keep_promise(promised(cast, room, just_now(room)), by=cast.lead)
    strike_entry(promised(cast, room, just_now(room)).entry, reason="He declined", by=cast.lead)
    assert note_missed_promises() == 0


def test_so_is_a_closed_room(cast: Cast, room: Incident) -> None:
    promised(cast, room, just_now(room))
    Incident.objects.filter(pk=room.pk).update(status=Status.CLOSED)
    assert note_missed_promises() == 0
    assert told(room, "promise.missed") == []


def test_a_missed_promise_may_still_be_kept(cast: Cast, room: Incident) -> None:
    promise = promised(cast, room, just_now(room))
    note_missed_promises()
    promise.refresh_from_db()
    assert keep_promise(promise, by=cast.lead).type == "promise.kept"
    assert note_missed_promises() == 0


def test_a_privileged_promise_is_missed_among_the_cleared(cast: Cast, room: Incident) -> None:
    promised(cast, room, just_now(room), Stream.PRIVILEGED)
    note_missed_promises()
    assert told(room, "promise.missed")[0].stream == Stream.PRIVILEGED


def test_each_room_goes_by_its_own_clock(cast: Cast, room: Incident) -> None:
    """In a drill that plays 2008, an hour from its now is long past by ours, and not yet due."""
    story = room.now() - timedelta(days=6000)
    drill = open_room(
        title="Drill",
        severity=Severity.SEV3,
        kind=Kind.OTHER,
        by=cast.lead,
        is_exercise=True,
        opened_at=story,
    )
    promise = promised(cast, drill, story + timedelta(hours=1))
    assert note_missed_promises() == 0
    set_clock(drill, now=story + timedelta(hours=2), by=cast.lead)
    assert note_missed_promises() == 1
    assert told(drill)[-1].occurred_at == promise.due_at


@pytest.mark.django_db(transaction=True)
def test_four_clocks_at_once_note_it_once() -> None:
    cast = hire()
    room = a_room(cast)
    for _promise in range(3):
        promised(cast, room, just_now(room))
    assert sum(note for note in together([note_missed_promises] * 4) if isinstance(note, int)) == 3
    assert len(told(room, "promise.missed")) == 3
