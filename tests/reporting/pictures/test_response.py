from datetime import timedelta
from typing import Any

import pytest

from approvals.models import StatementKind
from incidents.actions.rooms import change_room
from incidents.actions.signals import post_signal
from incidents.models import Incident, Status
from reporting.actions.closures import close_room
from reporting.pictures.album import album_of
from reporting.pictures.response import Response, draw
from tests.approvals.proofs import a_signed_revision
from tests.cast import Cast
from tests.reporting.story import OPENED, a_drill, at, clock, sent


def drawn(until: int = 600, **minutes: int) -> Response:
    moments: dict[str, Any] = {
        "first_signal_at": None,
        "first_response_at": None,
        "statement_at": None,
        "resolved_at": None,
    }
    moments |= {f"{name}_at": at(value) for name, value in minutes.items()}
    return draw(opened_at=OPENED, until=at(until), **moments)


def told(strip: Response) -> list[tuple[str, float | None]]:
    return [(step.name, step.after / timedelta(minutes=1) if step.after else None) for step in strip.steps]


def test_every_step_says_how_long_after_the_one_before() -> None:
    strip = drawn(first_signal=-680, first_response=119, statement=671, resolved=666)
    assert told(strip) == [
        ("First signal", None),
        ("Room opened", 680),
        ("First response", 119),
        ("Resolved", 547),
        ("Statement", 5),
    ]
    assert sum((each.length for each in strip.stretches), timedelta()) == timedelta(minutes=680 + 671)
    assert not any(each.is_open for each in strip.stretches)


def test_the_stretches_are_to_scale_and_leave_no_gap() -> None:
    strip = drawn(first_signal=-300, first_response=100, resolved=200)
    assert [(each.x1, each.x2) for each in strip.stretches] == [
        ("0%", "60%"),
        ("60%", "80%"),
        ("80%", "100%"),
    ]
    assert [step.x for step in strip.taken] == ["0%", "60%", "80%", "100%"]


def test_what_is_awaited_is_open_until_now() -> None:
    strip = drawn(first_signal=-60, first_response=30, until=60)
    assert [each.is_open for each in strip.stretches] == [False, False, True]
    assert strip.stretches[-1].length == timedelta(minutes=30)
    awaited = [(step.name, step.at, step.since) for step in strip.steps[3:]]
    assert awaited == [("Statement", None, at(30)), ("Resolved", None, None)]


def test_a_room_that_no_signal_led_to_begins_with_its_opening() -> None:
    strip = drawn(until=0)
    assert [step.name for step in strip.taken] == ["Room opened"]
    assert [(each.x1, each.x2, each.is_open) for each in strip.stretches] == [("0%", "100%", True)]


@pytest.fixture
def drill(cast: Cast) -> Incident:
    return a_drill(cast)


def strip_of(cast: Cast, drill: Incident) -> list[tuple[str, Any]]:
    room = Incident.objects.get(pk=drill.pk)
    steps = album_of(room.participants.get(person=cast.executive)).response.steps
    return [(step.name, step.at) for step in steps]


def test_the_story_takes_the_steps(cast: Cast, drill: Incident) -> None:
    """A press statement is the statement; a reply before it is the first response, however late it was written down."""
    post_signal(drill, text="Before", source="Forum", by=cast.lead, occurred_at=at(-60))
    reply = a_signed_revision(cast, drill, title="Reply")
    paper = a_signed_revision(cast, drill, title="Paper", kind=StatementKind.PRESS)
    clock(cast, drill)(300)
    assert [at_ for _name, at_ in strip_of(cast, drill)] == [at(-60), OPENED, None, None, None]
    sent(cast, paper, minutes=200)
    sent(cast, reply, minutes=100)
    change_room(drill, status=Status.MONITORING, by=cast.lead, occurred_at=at(250))
    assert strip_of(cast, drill) == [
        ("First signal", at(-60)),
        ("Room opened", OPENED),
        ("First response", at(100)),
        ("Statement", at(200)),
        ("Resolved", at(250)),
    ]


def test_a_closed_room_ends_when_its_lead_says_it_was_resolved(cast: Cast, drill: Incident) -> None:
    clock(cast, drill)(300)
    close_room(drill, resolved_at=at(120), by=cast.lead)
    assert dict(strip_of(cast, drill))["Resolved"] == at(120)
