from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace

import lucide
import pytest

from common.templatetags import marks

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ROOM = SimpleNamespace(now=lambda: NOON, clock_offset_ms=250)


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=59), "59 s"),
        (timedelta(minutes=12, seconds=59), "12 min"),
        (timedelta(hours=5, minutes=59, seconds=59), "5 h 59 min"),
        (timedelta(days=3, hours=4), "3 d 4 h"),
        (timedelta(seconds=-5), "0 s"),
        (None, ""),
    ],
)
def test_a_length_of_time_is_never_rounded_up(length, words):
    assert marks.span(length) == words


def test_moments_are_as_wide_as_each_other_and_sort_as_text():
    east = timezone(timedelta(hours=9))
    moments = [NOON, NOON + timedelta(microseconds=1), (NOON + timedelta(seconds=1)).astimezone(east)]
    told = [marks.iso(moment) for moment in moments]
    assert told == sorted(told)
    assert {len(each) for each in told} == {32}


def test_a_time_reads_as_utc_without_script():
    assert '<time datetime="2026-11-23T12:00:00.000000+00:00">12:00</time>' in marks.moment(NOON)
    assert ">2026-11-23 12:00 UTC</time>" in marks.moment(NOON, "day-clock", NOON)
    assert marks.moment(None) == ""


def test_waits_and_countdowns_go_by_the_rooms_clock():
    assert marks.wait(NOON - timedelta(minutes=22), ROOM).endswith(' offset="250">22 min</wait-clock>')
    assert 'offset="250"' in marks.count_down(NOON, ROOM)
    assert marks.wait(None, ROOM) == marks.count_down(None, ROOM) == ""


def test_a_fingerprint_can_be_read_aloud():
    assert marks.fingerprint("7c1e09ab" + "0" * 56) == "7c1e 09ab"


def test_the_newest_of_some_types_is_found():
    later = [
        SimpleNamespace(entry=SimpleNamespace(type=kind)) for kind in ("fact.refuted", "fact.confirmed", "x")
    ]
    assert marks.newest(later, "fact.confirmed fact.refuted") is later[1]
    assert marks.newest(later, "entry.struck") is None


def test_counts_are_grouped():
    assert marks.grouped(13400) == "13,400"
    assert marks.grouped(None) == ""


def test_icons_are_silent_and_unknown_ones_an_error():
    assert 'aria-hidden="true"' in marks.icon("check", 14)
    with pytest.raises(lucide.IconDoesNotExist):
        marks.icon("no-such-icon")
