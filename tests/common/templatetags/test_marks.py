from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.template import Context, Template

from common.templatetags import marks

MOMENT = datetime(2008, 12, 10, 16, 36, 0, 7, tzinfo=UTC)


@dataclass
class Room:
    clock_offset_ms: int = 1500

    def now(self) -> datetime:
        return MOMENT


def drawn(source: str, **context: object) -> str:
    return Template("{% load marks %}" + source).render(Context(context))


def test_an_icon_is_drawn_and_not_read_aloud() -> None:
    html = drawn("{% icon 'check' 14 %}")
    assert html.startswith("<svg")
    assert 'aria-hidden="true"' in html
    assert 'width="14"' in html


def test_an_icon_that_is_none_is_an_error_and_not_a_gap() -> None:
    with pytest.raises(Exception, match="no-such-icon"):
        drawn("{% icon 'no-such-icon' %}")


def test_moments_as_text_sort_like_moments() -> None:
    seoul = timezone(timedelta(hours=9))
    moments = [MOMENT + timedelta(microseconds=count * 333_333) for count in range(9)]
    texts = [marks.iso(each.astimezone(seoul)) for each in moments]
    assert texts == sorted(texts)
    assert {len(text) for text in texts} == {len("2008-12-10T16:36:00.000007+00:00")}
    assert marks.iso(None) == ""


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=0), "0 s"),
        (timedelta(seconds=59.9), "59 s"),
        (timedelta(minutes=12, seconds=59), "12 min"),
        (timedelta(hours=5, minutes=59, seconds=59), "5 h 59 min"),
        (timedelta(hours=22, minutes=26), "22 h 26 min"),
        (timedelta(days=3, hours=4, minutes=59), "3 d 4 h"),
        (timedelta(seconds=-5), "0 s"),
        (None, ""),
    ],
    ids=str,
)
def test_a_length_of_time_has_two_units_and_is_never_rounded_up(length: timedelta | None, words: str) -> None:
    assert marks.span(length) == words


def test_a_moment_without_script_reads_as_utc() -> None:
    html = drawn("{% moment when %}", when=MOMENT.astimezone(timezone(timedelta(hours=9))))
    assert '<time datetime="2008-12-10T16:36:00.000007+00:00">16:36</time>' in html
    assert "2008-12-10 16:36 UTC" in drawn("{% moment when 'day-clock' %}", when=MOMENT)
    assert drawn("{% moment when %}", when=None) == ""


def test_a_clock_says_how_far_its_room_is_behind() -> None:
    html = drawn("{% wait began room %}", began=MOMENT - timedelta(minutes=12), room=Room())
    assert 'offset="1500"' in html
    assert "12 min" in html
    assert 'offset="1500"' in drawn("{% count_down to room %}", to=MOMENT, room=Room())
    assert drawn("{% wait began room %}{% count_down began room %}", began=None, room=Room()) == ""


def test_a_digest_is_read_in_two_groups() -> None:
    assert marks.fingerprint("7c1e09ab33f0") == "7c1e 09ab"


def test_a_count_is_grouped() -> None:
    assert (marks.grouped(13_400), marks.grouped(0), marks.grouped(None)) == ("13,400", "0", "")


def test_json_in_an_attribute_stays_in_it() -> None:
    html = drawn("<a b='{{ value|json }}'>", value={"a": "'><script>"})
    assert "<script" not in html
    assert "'><" not in html
