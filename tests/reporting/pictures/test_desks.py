from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from incidents.models import Role
from reporting.pictures.desks import draw
from reporting.waits import DeskWait
from tests.reporting.story import at


@dataclass
class Asked:
    desk: str


@dataclass
class Waiting:
    slot: Asked
    since: datetime


def answered(role: Role, *, median: int, longest: int) -> DeskWait:
    return DeskWait(role=role, count=3, median=timedelta(minutes=median), longest=timedelta(minutes=longest))


def test_the_longest_wait_of_all_is_as_wide_as_the_picture() -> None:
    rows = draw(
        [answered(Role.COMMS, median=5, longest=10), answered(Role.LEGAL, median=12, longest=20)],
        [Waiting(Asked("Legal"), at(60))],  # type: ignore[list-item]
        now=at(100),
    )
    assert [(row.name, row.median, row.longest, row.waiting) for row in rows] == [
        ("Comms", "12.5%", "25%", ""),
        ("Legal", "30%", "50%", "100%"),
    ]
    assert rows[1].waiting_since == at(60)


def test_of_several_waits_at_one_desk_the_longest_is_shown() -> None:
    waits: Any = [Waiting(Asked("Legal"), at(60)), Waiting(Asked("Legal"), at(20))]
    (legal,) = draw([], waits, now=at(100))
    assert (legal.answered, legal.waiting_since) == (None, at(20))


def test_people_asked_by_name_come_after_the_desks() -> None:
    waits: Any = [Waiting(Asked("Ana Gomez"), at(60)), Waiting(Asked("Support"), at(60))]
    rows = draw([answered(Role.LEGAL, median=1, longest=1)], waits, now=at(100))
    assert [row.name for row in rows] == ["Legal", "Support", "Ana Gomez"]


def test_answers_that_took_no_time_have_no_width() -> None:
    (row,) = draw([answered(Role.LEGAL, median=0, longest=0)], [], now=at(0))
    assert (row.longest, row.median) == ("0%", "0%")


def test_nobody_asked_nobody_shown() -> None:
    assert draw([], [], now=at(0)) == []
