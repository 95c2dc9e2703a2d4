"""The sentences, from the numbers of the Ranger Station and from others."""

from datetime import UTC, datetime, timedelta

import pytest

from reporting.disagreements import disagreements, in_hours
from reporting.figures import Figures
from reporting.reach import Count
from reporting.reported import Reported

OPENED = datetime(2008, 12, 10, 10, 30, tzinfo=UTC)


def test_nothing_is_said_where_nothing_disagrees() -> None:
    agreeing = Figures(
        opened_at=OPENED,
        messages=2,
        counts=(Count(accounts=5, method="By hand"),),
        reported=Reported(messages=2, reach=5),
    )
    assert disagreements(agreeing) == []


@pytest.mark.parametrize(
    ("reported", "says"),
    [
        (32_332, "adds up to 34,400 accounts, gross; 32,332 were reported. The difference of 2,068"),
        (
            40_000,
            "40,000 accounts were reported, but what was counted adds up to only 34,400, gross: 5,600 fewer.",
        ),
    ],
)
def test_reach_counted_and_reported_stand_side_by_side(reported: int, says: str) -> None:
    counts = (Count(accounts=13_400, method="Followers"), Count(accounts=21_000, method="Followers"))
    (sentence,) = disagreements(Figures(opened_at=OPENED, counts=counts, reported=Reported(reach=reported)))
    assert says in sentence


@pytest.mark.parametrize(("messages", "says"), [(1, "1 is"), (13, "13 are")])
def test_messages_reported_and_recorded_stand_side_by_side(messages: int, says: str) -> None:
    (sentence,) = disagreements(Figures(opened_at=OPENED, messages=messages, reported=Reported(messages=138)))
    assert sentence == f"138 messages were reported; {says} recorded here."


def test_the_end_of_the_crisis_is_not_the_end_of_the_talking() -> None:
    first = OPENED - timedelta(hours=11, minutes=20)
    talking = Figures(
        opened_at=OPENED,
        first_signal_at=first,
        resolved_at=first + timedelta(hours=22, minutes=26),
        last_message_at=first + timedelta(hours=32, minutes=19),
    )
    (sentence,) = disagreements(talking)
    assert [
        length for length in ("22 h 26 min", "32 h 19 min", "20 h 59 min") if length not in sentence
    ] == []


def test_lengths_are_never_rounded_up() -> None:
    assert in_hours(timedelta(hours=32, minutes=19, seconds=59.9)) == "32 h 19 min"
