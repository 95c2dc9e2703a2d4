from datetime import timedelta

import pytest

from approvals.actions.reviews import request_changes
from approvals.actions.sign_offs import sign_off
from incidents.actions.participants import change_participant
from incidents.models import Incident, Role
from reporting.waits import waits_by_desk
from tests.approvals.proofs import an_asked_revision, ask, rewrite
from tests.cast import Cast
from tests.reporting.story import a_drill, clock


@pytest.fixture
def drill(cast: Cast) -> Incident:
    return a_drill(cast)


def minutes(length: timedelta) -> int:
    return round(length / timedelta(minutes=1))


def test_a_desk_waits_from_the_request_to_its_signature(cast: Cast, drill: Incident) -> None:
    set_to = clock(cast, drill)
    for asked_at, signed_at in ((0, 10), (20, 60), (70, 72)):
        set_to(asked_at)
        revision = an_asked_revision(cast, drill)
        set_to(signed_at)
        sign_off(revision, seen_sha=revision.sha256, by=cast.comms)
    (comms,) = waits_by_desk(drill)
    assert (comms.role, comms.count, minutes(comms.median), minutes(comms.longest)) == (Role.COMMS, 3, 10, 40)


def test_asking_for_changes_is_an_answer_too(cast: Cast, drill: Incident) -> None:
    set_to = clock(cast, drill)
    revision = an_asked_revision(cast, drill)
    set_to(15)
    request_changes(revision, reason="Too long", seen_sha=revision.sha256, by=cast.counsel)
    set_to(20)
    rewrite(revision.statement, "Shorter.", by=cast.lead)
    revision = ask(cast, revision.statement)
    set_to(25)
    sign_off(revision, seen_sha=revision.sha256, by=cast.counsel)
    (legal,) = waits_by_desk(drill)
    assert (legal.role, legal.count, minutes(legal.longest)) == (Role.LEGAL, 2, 15)


def test_changes_that_another_desk_asked_for_answer_nothing(cast: Cast, drill: Incident) -> None:
    revision = an_asked_revision(cast, drill)
    request_changes(revision, reason="Too long", seen_sha=revision.sha256, by=cast.comms)
    assert [wait.role for wait in waits_by_desk(drill)] == [Role.COMMS]


def test_a_question_nobody_answered_has_no_length(cast: Cast, drill: Incident) -> None:
    an_asked_revision(cast, drill)
    assert waits_by_desk(drill) == ()


def test_who_has_changed_desks_since_answered_for_the_one_they_sat_at(cast: Cast, drill: Incident) -> None:
    revision = an_asked_revision(cast, drill)
    request_changes(revision, reason="Too long", seen_sha=revision.sha256, by=cast.counsel)
    place = drill.participants.get(person=cast.counsel)
    change_participant(place, role=Role.SUPPORT, is_cleared=True, by=cast.lead)
    assert [wait.role for wait in waits_by_desk(drill)] == [Role.LEGAL]
