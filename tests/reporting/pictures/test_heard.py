"""What is counted, for whom, and how it is drawn."""

from datetime import timedelta
from typing import Any

import pytest

from exercises.fields import MOST
from incidents.actions.entries import strike_entry
from incidents.actions.signals import post_signal
from incidents.models import Incident, Stream
from reporting.figures import COUNTED, first_signal_at
from reporting.pictures.album import album_of
from reporting.pictures.heard import Heard, Quarter, draw, quarters_of
from reporting.pictures.scale import MOST_BARS, QUARTER
from reporting.pictures.sent import Sent
from tests.cast import Cast
from tests.reporting.story import OPENED, a_drill, at, clock

BRIEFING = frozenset({Stream.BRIEFING})
READERS = ["lead", "comms", "counsel", "legal", "support", "executive"]


@pytest.fixture
def drill(cast: Cast) -> Incident:
    drill = a_drill(cast)
    clock(cast, drill)(600)
    return drill


def heard(cast: Cast, room: Incident, minutes: int, **fields: Any) -> Any:
    said: dict[str, Any] = {"text": "Seen", "source": "Forum", "by": cast.counsel}
    return post_signal(room, **(said | fields), occurred_at=at(minutes))


def quarter(minutes: int, count: int = 1, posts: int | None = None) -> Quarter:
    return Quarter(at(minutes), count, posts or count, at(minutes))


def drawn(quarters: list[Quarter], sent: list[Sent] | None = None, *, until: int = 600) -> Heard:
    return draw(quarters, sent or [], opened_at=OPENED, until=at(until))


def test_signals_count_in_the_quarter_hour_when_they_happened(cast: Cast, drill: Incident) -> None:
    for minutes in (0, 14, 15, 31):
        heard(cast, drill, minutes)
    assert [(each.at, each.count) for each in quarters_of(drill, COUNTED)] == [
        (at(0), 2),
        (at(15), 1),
        (at(30), 1),
    ]


def test_a_signal_that_stands_for_many_posts_is_one_signal_at_one_time(cast: Cast, drill: Incident) -> None:
    heard(cast, drill, 20, volume=916)
    heard(cast, drill, 21)
    (only,) = quarters_of(drill, COUNTED)
    assert (only.count, only.posts) == (2, 917)


def test_a_struck_signal_is_not_counted(cast: Cast, drill: Incident) -> None:
    heard(cast, drill, 20)
    strike_entry(heard(cast, drill, 20), reason="Another site", by=cast.counsel)
    assert [each.count for each in quarters_of(drill, COUNTED)] == [1]


def test_a_privileged_signal_raises_nobodys_bar(cast: Cast, drill: Incident) -> None:
    """Not even of those who may read it: the picture is for a screen that others see."""
    heard(cast, drill, 20)
    before = {who: album(cast, drill, who) for who in READERS}
    secret = heard(cast, drill, 20, stream=Stream.PRIVILEGED)
    earlier = heard(cast, drill, -600, stream=Stream.PRIVILEGED)
    assert {secret.stream, earlier.stream} == {Stream.PRIVILEGED}
    assert {who: album(cast, drill, who) for who in READERS} == before
    assert quarters_of(drill, frozenset(Stream)) == quarters_of(drill, COUNTED)


def test_a_guest_counts_only_what_they_may_read(cast: Cast, drill: Incident) -> None:
    heard(cast, drill, 20)
    assert album_of(drill.participants.get(person=cast.guest)).heard is None
    heard(cast, drill, 50, stream=Stream.BRIEFING)
    for_guest = album_of(drill.participants.get(person=cast.guest))
    assert for_guest.heard and for_guest.heard.count == 1
    assert for_guest.first_signal_at == at(50)
    assert album_of(drill.participants.get(person=cast.executive)).first_signal_at == at(20)
    assert [each.at for each in quarters_of(drill, BRIEFING)] == [at(45)]


def album(cast: Cast, room: Incident, who: str) -> Any:
    """What somebody sees drawn, but for what the clock alone moves."""
    place = room.participants.get(person=getattr(cast, who))
    seen = album_of(place)
    assert seen.heard
    return seen.heard.rows, seen.heard.bars, seen.heard.count, seen.heard.posts, seen.first_signal_at


def test_the_first_of_all_bars_begins_with_what_the_figures_call_the_first_signal(
    cast: Cast, drill: Incident
) -> None:
    for minutes in (50, -133, 20):
        heard(cast, drill, minutes)
    strike_entry(heard(cast, drill, -300), reason="Another site", by=cast.counsel)
    assert quarters_of(drill, COUNTED)[0].first_at == first_signal_at(drill) == at(-133)


def test_another_rooms_signals_stay_there(cast: Cast, drill: Incident) -> None:
    heard(cast, a_drill(cast), 0)
    assert quarters_of(drill, COUNTED) == []


def test_one_signal_is_a_bar_and_no_wall() -> None:
    picture = drawn([quarter(0)], until=1)
    (bar,) = picture.bars
    assert (bar.y, bar.height) == ("75%", "25%")
    assert float(bar.width.rstrip("%")) < 10
    assert picture.period.length >= timedelta(hours=3)


def test_an_empty_room_has_nothing_to_count() -> None:
    picture = drawn([], until=0)
    assert (picture.bars, picture.rows, picture.count, picture.flags) == ([], [], 0, [])


def test_the_highest_bar_fills_the_picture_and_the_others_are_to_scale() -> None:
    picture = drawn([quarter(0, 20), quarter(15, 5), quarter(300, 10)])
    assert [bar.height for bar in picture.bars] == ["100%", "25%", "50%"]
    assert [bar.y for bar in picture.bars] == ["0%", "75%", "50%"]
    assert [rung.count for rung in picture.rungs] == [10, 20]


def test_the_table_holds_every_bar_and_every_flag() -> None:
    sent = [Sent(at(7), "x", "reply"), Sent(at(8), "forum", "post"), Sent(at(200), "x", "press")]
    picture = drawn([quarter(0, 3), quarter(45, 2)], sent)
    assert [(row.at, row.count, row.sent) for row in picture.rows] == [
        (at(0), 3, tuple(sent[:2])),
        (at(45), 2, ()),
        (at(195), 0, (sent[2],)),
    ]
    assert [flag.at for flag in picture.flags] == [each.at for each in sent]
    assert len(picture.bars) == 2


def test_two_weeks_are_drawn_in_coarser_steps_and_say_so() -> None:
    many = [quarter(15 * n) for n in range(4 * 24 * 14)]
    picture = drawn(many, until=60 * 24 * 14)
    assert len(picture.bars) <= MOST_BARS + 1
    assert sum(row.count for row in picture.rows) == picture.count == len(many)
    assert picture.is_coarse
    assert picture.title == "Signals per 3 hours"


@pytest.mark.parametrize(
    ("hours", "title"),
    [
        (10, "Signals per quarter hour"),
        (60, "Signals per half hour"),
        (120, "Signals per hour"),
        (24 * 100, "Signals per day"),
        (24 * 900, "Signals per 7 days"),
    ],
)
def test_the_title_names_the_step(hours: int, title: str) -> None:
    assert drawn([quarter(0)], until=60 * hours).title == title


def test_an_old_post_that_comes_up_again_is_counted_and_not_drawn() -> None:
    picture = drawn([quarter(-60 * 24 * 365), quarter(0, 2)], [Sent(at(-60 * 24 * 300), "x", "post")])
    assert picture.step == 2 * QUARTER
    assert (picture.count, picture.earlier, len(picture.bars), picture.flags) == (3, 1, 1, [])
    assert (picture.rows[0].at, picture.rows[0].count, len(picture.rows[0].sent)) == (None, 1, 1)


def test_what_happens_after_the_clock_is_inside_the_picture() -> None:
    """A drill's clock can be set back."""
    picture = drawn([quarter(0), quarter(900)], until=100)
    assert picture.period.end > at(900)
    assert float(picture.bars[-1].x.rstrip("%")) + float(picture.bars[-1].width.rstrip("%")) <= 100.01


def test_flags_too_near_for_their_times_stand_without_them() -> None:
    sent = [Sent(at(minutes), "x", "post") for minutes in (100, 101, 125, 126)]
    assert [flag.place.level for flag in drawn([quarter(0)], sent).flags] == [0, None, 1, None]


def test_as_many_posts_as_a_form_or_a_pack_may_say_can_be_added_up(cast: Cast, drill: Incident) -> None:
    for minutes in (0, 1, 2):
        heard(cast, drill, minutes, volume=MOST)
    assert [each.posts for each in quarters_of(drill, COUNTED)] == [3 * MOST]
