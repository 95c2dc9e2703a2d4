from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from incidents.forms.times import MomentField, past
from incidents.models import Incident

MOMENT = datetime(2026, 11, 23, 16, 45, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-23T16:45",
        "2026-11-23 16:45",
        " 2026-11-23T16:45:00 ",
        "2026-11-23T16:45Z",
        "2026-11-24T01:45+09:00",
        "2026-11-23T11:45:00.000-05:00",
    ],
)
def test_one_moment_may_be_written_in_many_ways(typed: str) -> None:
    assert MomentField().clean(typed) == MOMENT


def test_without_an_offset_it_is_read_where_the_server_thinks_it_is() -> None:
    with timezone.override("Asia/Seoul"):
        assert MomentField().clean("2026-11-24T01:45") == MOMENT


def test_it_may_be_left_empty_where_it_may() -> None:
    assert MomentField(required=False).clean("") is None
    with pytest.raises(ValidationError, match="required"):
        MomentField().clean("")


@pytest.mark.parametrize(
    "typed",
    [
        "tomorrow",
        "16:45",
        "2026-02-30T10:00",
        "2026-11-23T25:00",
        "2026-11-23T10:00+99:00",
        "1899-12-31T23:59",
        "2200-01-01T00:00",
    ],
)
def test_what_is_no_moment_is_answered_with_an_example(typed: str) -> None:
    with pytest.raises(ValidationError, match="such as 2026-11-23 16:45"):
        MomentField().clean(typed)


def test_a_clock_a_little_fast_is_put_up_with(room: Incident) -> None:
    soon = room.now() + timedelta(seconds=30)
    assert past(soon, room) == soon
    assert past(None, room) is None
    with pytest.raises(ValidationError, match="still to come"):
        past(room.now() + timedelta(minutes=2), room)
