"""Pure geometry, with times and numbers that a room can have."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from reporting.pictures.scale import (
    MOST_BARS,
    MOST_RUNGS,
    MOST_TICKS,
    QUARTER,
    Period,
    begun,
    per_cent,
    places,
    rungs,
    spread,
    step_for,
    ticks,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LENGTHS = [timedelta(hours=hours) for hours in (0, 1, 6, 36, 37, 72, 24 * 14, 24 * 90, 24 * 400, 24 * 9000)]


@pytest.mark.parametrize("length", LENGTHS)
def test_no_picture_has_more_bars_or_ticks_than_can_be_told_apart(length: timedelta) -> None:
    step = step_for(length)
    assert length / step <= MOST_BARS
    assert step % QUARTER == timedelta()
    moments = ticks(Period(NOON, NOON + length))
    assert len(moments) <= MOST_TICKS
    assert len({after - before for before, after in pairwise(moments)}) <= 1
    assert all(NOON < moment < NOON + length for moment in moments)


def test_a_day_and_a_half_is_told_in_quarter_hours_and_two_weeks_are_not() -> None:
    assert step_for(timedelta(hours=36)) == QUARTER
    assert step_for(timedelta(hours=36, seconds=1)) == 2 * QUARTER
    assert step_for(timedelta(days=14)) == timedelta(hours=3)


def test_a_step_begins_where_the_clock_says() -> None:
    moment = datetime(2026, 3, 2, 12, 44, 59, tzinfo=UTC)
    assert begun(moment, QUARTER) == NOON + timedelta(minutes=30)
    assert begun(moment, timedelta(hours=3)) == NOON
    assert begun(moment, timedelta(days=7)) == datetime(2026, 3, 2, tzinfo=UTC)  # a Monday
    assert begun(NOON, QUARTER) == NOON
    assert begun(datetime(1999, 12, 31, 23, 59, tzinfo=UTC), QUARTER).minute == 45


def test_what_lies_outside_stands_at_the_edge_and_no_length_divides_by_nothing() -> None:
    period = Period(NOON, NOON + timedelta(hours=4))
    assert period.share(NOON + timedelta(hours=1)) == 0.25
    assert period.share(NOON - timedelta(days=1)) == 0
    assert period.share(NOON + timedelta(days=1)) == 1
    assert Period(NOON, NOON).share(NOON) == 0


@pytest.mark.parametrize(
    ("top", "expected"),
    [(0, []), (1, [1]), (4, [2, 4]), (7, [5]), (28, [10, 20]), (34_400, [20_000]), (916, [500])],
)
def test_the_axis_has_round_numbers(top: int, expected: list[int]) -> None:
    assert rungs(top) == expected


@pytest.mark.parametrize("top", [1, 2, 3, 5, 9, 10, 11, 99, 100, 101, 999, 1_000, 12_345_678])
def test_the_axis_is_never_crowded_nor_empty(top: int) -> None:
    assert 1 <= len(rungs(top)) <= MOST_RUNGS
    assert rungs(top)[-1] <= top


def test_labels_on_one_level_never_touch_and_the_first_stays() -> None:
    shares = [0, 0.04, 0.08, 0.12, 0.16, 0.5]
    placed = places(shares, apart=0.2, tight=0.1, levels=2)
    assert [place.level for place in placed] == [0, 1, None, 0, 1, 0]
    assert [place.is_tight for place in placed] == [False, True, False, True, True, False]
    assert [place.level for place in places(shares, apart=0.2, tight=0.1)] == [0, None, None, 0, None, 0]


def test_what_leads_up_to_a_high_label_crosses_no_low_one() -> None:
    assert [place.level for place in places([0.5, 0.51, 0.54], apart=0.2, tight=0.1, levels=2)] == [
        0,
        None,
        1,
    ]


def test_two_labels_at_one_height_are_moved_apart_and_keep_their_order() -> None:
    assert spread([0.9, 1.0], apart=0.2) == pytest.approx([0.9, 1.1])
    assert spread([1.0, 0.2], apart=0.2) == [1.0, 0.2]
    assert spread([0.5, 0.5, 0.1], apart=0.1) == pytest.approx([0.5, 0.6, 0.1])
    assert spread([], apart=0.1) == []


@pytest.mark.parametrize(("share", "written"), [(0, "0%"), (1, "100%"), (1 / 3, "33.33%"), (0.00001, "0%")])
def test_a_share_is_written_the_same_in_every_language(share: float, written: str) -> None:
    assert per_cent(share) == written
