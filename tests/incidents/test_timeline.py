import pytest
from django.db import DatabaseError, connection, transaction
from django.db.transaction import TransactionManagementError

from incidents.actions.facts import confirm_fact, post_fact
from incidents.actions.notes import post_note
from incidents.entries import NotePosted
from incidents.models import Incident, Stream, TimelineEntry
from incidents.timeline import record
from tests.cast import Cast


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


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE incidents_timelineentry SET payload = '{}'",
        "DELETE FROM incidents_timelineentry",
        "SET LOCAL pgtrigger.ignore = '{incidents_timelineentry:append_only}'; DELETE FROM incidents_timelineentry",
    ],
)
def test_raw_sql_can_neither_change_nor_delete_history(cast: Cast, room: Incident, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_an_entry_refers_only_to_its_own_stream(cast: Cast, room: Incident) -> None:
    advice = post_note(room, text="advice", by=cast.counsel, stream=Stream.PRIVILEGED)
    with pytest.raises(DatabaseError, match="own room and stream"), transaction.atomic():
        TimelineEntry.objects.create(
            incident=room, stream=Stream.WORKING, type="note.posted", refers_to=advice, actor=cast.counsel
        )


def test_what_is_said_about_an_entry_stays_in_its_stream(cast: Cast, room: Incident) -> None:
    fact = post_fact(room, text="the letter was sent", by=cast.counsel, stream=Stream.PRIVILEGED)
    assert confirm_fact(fact, by=cast.legal, source="the file").stream == Stream.PRIVILEGED


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_a_transaction() -> None:
    from tests.cast import a_room, hire

    cast = hire()
    room = a_room(cast)
    with pytest.raises(TransactionManagementError):
        record(room, NotePosted(text="half a deed"), by=cast.lead)
    post_note(room, text="a whole one", by=cast.lead)
