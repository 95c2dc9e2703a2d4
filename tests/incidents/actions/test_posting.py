"""What the six posts have in common."""

from datetime import timedelta
from uuid import uuid4

import pytest

from common.verdicts import Refused
from incidents.actions.rooms import open_room, set_clock
from incidents.actions.strands import create_strand
from incidents.models import Incident, Kind, Severity, Status, Stream, TimelineEntry
from tests.cast import Cast, a_room, hire
from tests.incidents.actions.posts import POSTS, Post, told
from tests.races.together import together

every_post = pytest.mark.parametrize("post", POSTS.values(), ids=POSTS.keys())


@pytest.mark.parametrize(("type_name", "post"), POSTS.items(), ids=POSTS.keys())
def test_it_records_who_said_what_and_where(cast: Cast, room: Incident, type_name: str, post: Post) -> None:
    before = len(told(room))
    entry = post(room, by=cast.comms)
    assert told(room)[before:] == [entry]
    assert (entry.type, entry.actor, entry.incident) == (type_name, cast.comms, room)
    assert entry.payload["text"] == "words"
    assert entry.stream == (Stream.BRIEFING if type_name == "decision.made" else Stream.WORKING)
    assert "words" in entry.search_text


@every_post
@pytest.mark.parametrize("stream", Stream)
def test_a_stream_can_be_chosen(cast: Cast, room: Incident, post: Post, stream: Stream) -> None:
    entry = post(room, by=cast.counsel, stream=stream)
    assert entry.stream == stream
    assert "stream" not in entry.payload


@every_post
def test_the_uncleared_cannot_write_where_they_cannot_read(cast: Cast, room: Incident, post: Post) -> None:
    before = told(room)
    with pytest.raises(Refused, match="not cleared"):
        post(room, by=cast.comms, stream=Stream.PRIVILEGED)
    assert told(room) == before


@every_post
@pytest.mark.parametrize("person", ["executive", "guest", "stranger"])
def test_who_does_not_hold_the_pen_is_refused(cast: Cast, room: Incident, post: Post, person: str) -> None:
    before = told(room)
    with pytest.raises(Refused):
        post(room, by=getattr(cast, person), stream=Stream.BRIEFING)
    assert told(room) == before


@every_post
def test_a_closed_room_takes_nothing(cast: Cast, room: Incident, post: Post) -> None:
    Incident.objects.filter(pk=room.pk).update(status=Status.CLOSED)
    with pytest.raises(Refused, match="closed"):
        post(room, by=cast.lead)  # although `room` itself has not heard of it


@every_post
def test_it_goes_onto_its_strands_in_their_order(cast: Cast, room: Incident, post: Post) -> None:
    for name in "goods", "site":
        create_strand(room, name=name, by=cast.lead)
    assert post(room, by=cast.comms, strands=["B", "A"]).strands == ["A", "B"]
    assert post(room, by=cast.comms).strands == []


@every_post
def test_an_unknown_strand_is_refused(cast: Cast, room: Incident, post: Post) -> None:
    create_strand(room, name="goods", by=cast.lead)
    before = told(room)
    with pytest.raises(Refused, match=r"no strand B, ZZ\."):
        post(room, by=cast.comms, strands=["A", "ZZ", "B"])
    assert told(room) == before


def test_the_strand_of_another_room_is_unknown_here(cast: Cast, room: Incident) -> None:
    create_strand(a_room(cast), name="elsewhere", by=cast.lead)
    with pytest.raises(Refused, match="no strand A"):
        POSTS["note.posted"](room, by=cast.comms, strands=["A"])


# -- when it happened ----------------------------------------------------------------------------


@every_post
def test_what_just_happened_is_not_back_dated(cast: Cast, room: Incident, post: Post) -> None:
    entry = post(room, by=cast.comms)
    assert entry.occurred_at == entry.clock_at == entry.recorded_at
    assert not entry.is_backdated
    assert not post(room, by=cast.comms, occurred_at=room.now() - timedelta(seconds=100)).is_backdated


@every_post
def test_what_happened_earlier_says_so(cast: Cast, room: Incident, post: Post) -> None:
    earlier = room.now() - timedelta(hours=3)
    entry = post(room, by=cast.comms, occurred_at=earlier)
    assert entry.occurred_at == earlier
    assert entry.is_backdated
    assert told(room)[-1] == entry  # the story is in the order of telling


@every_post
def test_what_has_not_happened_yet_is_refused(cast: Cast, room: Incident, post: Post) -> None:
    before = told(room)
    with pytest.raises(Refused, match="still to come"):
        post(room, by=cast.comms, occurred_at=room.now() + timedelta(seconds=75))
    assert told(room) == before


def test_a_clock_may_be_a_little_fast(cast: Cast, room: Incident) -> None:
    soon = room.now() + timedelta(seconds=45)
    assert POSTS["note.posted"](room, by=cast.comms, occurred_at=soon).occurred_at == soon


def test_an_exercise_reads_times_by_its_own_clock(cast: Cast) -> None:
    started = a_room(cast).now() - timedelta(days=6000)
    drill = open_room(
        title="Drill",
        severity=Severity.SEV3,
        kind=Kind.OTHER,
        by=cast.lead,
        is_exercise=True,
        opened_at=started,
    )
    entry = POSTS["note.posted"](drill, by=cast.comms)
    assert entry.recorded_at - entry.clock_at == drill.clock_offset
    assert abs(entry.clock_at - started) < timedelta(minutes=1)
    assert entry.occurred_at == entry.clock_at
    with pytest.raises(Refused, match="still to come"):
        POSTS["note.posted"](drill, by=cast.comms, occurred_at=started + timedelta(days=1))

    drill = set_clock(drill, now=started + timedelta(days=1), by=cast.lead)
    later = POSTS["note.posted"](drill, by=cast.comms, occurred_at=started + timedelta(hours=1))
    assert later.is_backdated
    assert later.clock_at > started + timedelta(days=1)
    assert later.recorded_at > entry.recorded_at


# -- one press, one entry ------------------------------------------------------------------------


@every_post
def test_the_same_press_twice_is_one_entry(cast: Cast, room: Incident, post: Post) -> None:
    key = uuid4()
    first = post(room, by=cast.comms, key=key)
    count = len(told(room))
    assert post(room, by=cast.comms, key=key) == first
    assert len(told(room)) == count


@every_post
def test_presses_without_a_key_are_different_presses(cast: Cast, room: Incident, post: Post) -> None:
    assert post(room, by=cast.comms) != post(room, by=cast.comms)


def test_two_people_may_hit_on_the_same_key(cast: Cast, room: Incident) -> None:
    key = uuid4()
    post = POSTS["note.posted"]
    assert post(room, by=cast.comms, key=key) != post(room, by=cast.support, key=key)


@every_post
def test_other_words_under_a_used_key_are_refused_and_not_swallowed(
    cast: Cast, room: Incident, post: Post
) -> None:
    key = uuid4()
    post(room, by=cast.comms, key=key)
    before = told(room)
    with pytest.raises(Refused, match="sent before"):
        post(room, by=cast.comms, key=key, text="words changed after a lost answer")
    assert told(room) == before


def test_so_are_another_kind_another_stream_and_another_room(cast: Cast, room: Incident) -> None:
    key = uuid4()
    POSTS["note.posted"](room, by=cast.counsel, key=key)
    for again in (
        lambda: POSTS["fact.posted"](room, by=cast.counsel, key=key),
        lambda: POSTS["note.posted"](room, by=cast.counsel, key=key, stream=Stream.PRIVILEGED),
        lambda: POSTS["note.posted"](a_room(cast), by=cast.counsel, key=key),
    ):
        with pytest.raises(Refused, match="sent before"):
            again()


def test_so_are_another_time_and_another_strand(cast: Cast, room: Incident) -> None:
    create_strand(room, name="Goods", by=cast.lead)
    key, post = uuid4(), POSTS["note.posted"]
    earlier = room.now() - timedelta(hours=1)
    first = post(room, by=cast.comms, key=key, strands=["A"], occurred_at=earlier)
    assert post(room, by=cast.comms, key=key, strands=["A"], occurred_at=earlier) == first
    for other in {"strands": ["A"]}, {"occurred_at": earlier}, {"strands": ["A"], "occurred_at": room.now()}:
        with pytest.raises(Refused, match="sent before"):
            post(room, by=cast.comms, key=key, **other)


@pytest.mark.django_db(transaction=True)
def test_of_one_press_in_eight_rooms_at_once_one_is_an_entry() -> None:
    cast, key = hire(), uuid4()
    rooms = [a_room(cast) for _ in range(8)]
    answers = together(
        [lambda room=room: POSTS["note.posted"](room, by=cast.comms, key=key) for room in rooms]
    )
    assert [type(each) for each in answers].count(Refused) == 7
    assert TimelineEntry.objects.filter(type="note.posted").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("type_name", ["note.posted", "fact.posted", "call.logged"])
def test_eight_presses_at_once_are_one_entry(type_name: str) -> None:
    cast = hire()
    room, key = a_room(cast), uuid4()
    entries = together([lambda: POSTS[type_name](room, by=cast.comms, key=key)] * 8)
    assert {getattr(entry, "pk", entry) for entry in entries} == {told(room, type_name)[0].pk}
    assert len(told(room, type_name)) == 1


@pytest.mark.django_db(transaction=True)
def test_eight_people_at_once_leave_no_gap() -> None:
    cast = hire()
    room = a_room(cast)
    writers = [cast.comms, cast.counsel] * 4
    entries = together([lambda by=by: POSTS["note.posted"](room, by=by) for by in writers])
    assert not [each for each in entries if isinstance(each, Exception)]
    numbers = TimelineEntry.objects.filter(incident=room, stream=Stream.WORKING).values_list("n", flat=True)
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("change", ["occurred_at", "strands"])
def test_another_time_or_strand_under_a_used_key_is_refused(cast: Cast, room: Incident, change: str) -> None:
    create_strand(room, name="Goods", by=cast.lead)
    sent = {"occurred_at": room.now(), "strands": ["A"], "by": cast.comms, "key": uuid4()}
    first = POSTS["note.posted"](room, **sent)
    assert POSTS["note.posted"](room, **sent) == first
    with pytest.raises(Refused, match="sent before"):
        POSTS["note.posted"](room, **(sent | {change: None if change == "occurred_at" else []}))
