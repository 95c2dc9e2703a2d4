from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import uuid4

import pytest
from django.db.transaction import TransactionManagementError

from common.verdicts import Refused
from incidents.actions.facts import confirm_fact, post_fact
from incidents.actions.notes import post_note
from incidents.actions.strands import create_strand
from incidents.entries import NotePosted
from incidents.models import Incident, Stream, TimelineEntry
from incidents.timeline import already_recorded, record
from live import hints
from tests.cast import Cast, a_room, hire

Capture = Callable[..., AbstractContextManager[list[Callable[[], object]]]]


def numbers(room: Incident, stream: Stream) -> list[int]:
    return list(TimelineEntry.objects.filter(incident=room, stream=stream).told().values_list("n", flat=True))


def test_each_stream_counts_for_itself_so_that_a_number_betrays_nothing(cast: Cast, room: Incident) -> None:
    before = numbers(room, Stream.WORKING)[-1]
    post_note(room, text="seen by the team", by=cast.comms)
    post_note(room, text="advice", by=cast.counsel, stream=Stream.PRIVILEGED)
    after = post_note(room, text="seen by the team again", by=cast.comms)

    assert after.n == before + 2
    assert numbers(room, Stream.PRIVILEGED) == [1]
    assert numbers(room, Stream.WORKING) == list(range(1, after.n + 1))


def test_times_strictly_increase_even_when_the_clock_stands_still(cast: Cast, room: Incident) -> None:
    for count in range(5):
        post_note(room, text=f"note {count}", by=cast.comms)
    times = list(TimelineEntry.objects.filter(incident=room).told().values_list("recorded_at", flat=True))
    assert times == sorted(set(times))


def test_the_chain_links_every_entry_to_the_one_before(cast: Cast, room: Incident) -> None:
    post_note(room, text="one more", by=cast.comms)
    previous = b""
    for entry in TimelineEntry.objects.filter(incident=room).order_by("room_seq"):
        assert bytes(entry.previous_hash) == previous
        previous = bytes(entry.hash)
    assert len(previous) == 32


def test_what_is_said_about_an_entry_stays_in_its_stream(cast: Cast, room: Incident) -> None:
    fact = post_fact(room, text="the letter was sent", by=cast.counsel, stream=Stream.PRIVILEGED)
    assert confirm_fact(fact, by=cast.legal, source="the file").stream == Stream.PRIVILEGED


def test_what_is_said_about_an_entry_joins_its_strands(cast: Cast, room: Incident) -> None:
    for name in "Goods", "Address":
        create_strand(room, name=name, by=cast.lead)
    about = post_note(room, text="on goods", by=cast.comms, strands=["A"])
    lock = Incident.objects.lock(room.pk)
    assert record(lock, NotePosted(text="too"), by=cast.lead, refers_to=about).strands == ["A"]
    assert record(lock, NotePosted(text="not"), by=cast.lead, refers_to=about, strands="B").strands == ["B"]


def test_what_the_room_itself_notices_has_no_author(cast: Cast, room: Incident) -> None:
    assert record(Incident.objects.lock(room.pk), NotePosted(text="late"), by=None).actor is None


def test_each_press_finds_its_own_entry(cast: Cast, room: Incident) -> None:
    key = uuid4()
    note = post_note(room, text="words", by=cast.comms, key=key)
    assert already_recorded(cast.comms, key) == note
    assert already_recorded(cast.comms, key, incident=room, type="note.posted", refers_to=None) == note
    assert already_recorded(cast.lead, key) is None
    assert already_recorded(cast.comms, uuid4()) is None
    assert already_recorded(cast.comms, None) is None
    with pytest.raises(Refused, match="sent before"):
        already_recorded(cast.comms, key, type="fact.posted")


def test_the_room_is_hinted_at_once_it_is_so_and_by_number_alone(
    cast: Cast, room: Incident, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Capture
) -> None:
    hinted: list[object] = []
    monkeypatch.setattr(hints, "room_changed", hinted.append)
    with django_capture_on_commit_callbacks(execute=True):
        post_note(room, text="advice", by=cast.counsel, stream=Stream.PRIVILEGED)
        assert hinted == []
    assert hinted == [room.pk]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_a_transaction() -> None:
    cast = hire()
    room = a_room(cast)
    with pytest.raises(TransactionManagementError):
        record(room, NotePosted(text="half a deed"), by=cast.lead)
    post_note(room, text="a whole one", by=cast.lead)
