from functools import partial
from uuid import uuid4

from incidents.actions.notes import post_note
from incidents.models import Incident, Stream, TimelineEntry
from tests.cast import Cast, a_room
from tests.races.together import together

WRITERS, EACH = 16, 8


def test_sixteen_writers_leave_no_gap_in_any_stream(house: Cast, open_house: Incident) -> None:
    streams = [Stream.BRIEFING, Stream.WORKING, Stream.PRIVILEGED]

    def write(writer: int) -> None:
        for count in range(EACH):
            stream = streams[(writer + count) % 3]
            post_note(open_house, text=f"{writer}.{count}", by=house.counsel, stream=stream)

    together([partial(write, writer) for writer in range(WRITERS)])

    entries = TimelineEntry.objects.filter(incident=open_house)
    assert entries.filter(type="note.posted").count() == WRITERS * EACH
    for stream in streams:
        numbers = list(entries.filter(stream=stream).order_by("recorded_at").values_list("n", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
    assert list(entries.order_by("recorded_at").values_list("room_seq", flat=True)) == list(
        range(1, entries.count() + 1)
    )


def test_one_press_sent_sixteen_times_is_one_entry(house: Cast, open_house: Incident) -> None:
    key = uuid4()
    posted = together([lambda: post_note(open_house, text="once", by=house.support, key=key)] * 16)
    assert len({entry.pk for entry in posted}) == 1


def test_one_key_in_two_rooms_is_one_entry_and_a_plain_no(house: Cast, open_house: Incident) -> None:
    for _round in range(5):
        key, rooms = uuid4(), (open_house, a_room(house))
        answers = together(
            [partial(post_note, each, text="once", by=house.support, key=key) for each in rooms]
        )
        assert sorted(type(answer).__name__ for answer in answers) == ["Refused", "TimelineEntry"]
