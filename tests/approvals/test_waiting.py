from collections.abc import Callable

import pytest

from approvals.actions.reviews import request_changes
from approvals.actions.sign_offs import sign_off
from approvals.waiting import mendings_in, slots_waiting_for, waits_in
from incidents.actions.facts import post_fact, refute_fact
from incidents.actions.participants import remove_participant
from incidents.actions.rooms import change_room
from incidents.models import Incident, Severity
from tests.approvals.proofs import a_draft, an_asked_revision, ask, rewrite
from tests.cast import Cast


def waiters(cast: Cast, room: Incident) -> set[str]:
    return {name for name, person in vars(cast).items() if slots_waiting_for(person, room)}


def test_the_desks_that_were_asked_have_something_on_them(cast: Cast, room: Incident) -> None:
    assert waiters(cast, room) == set()
    revision = an_asked_revision(cast, room)
    assert waiters(cast, room) == {"comms", "counsel", "legal"}
    (wait,) = slots_waiting_for(cast.counsel, room)
    assert (wait.revision, wait.slot.role, wait.since) == (revision, "legal", revision.request.clock_at)

    sign_off(revision, seen_sha=revision.sha256, by=cast.counsel)
    assert waiters(cast, room) == {"comms"}


def test_an_author_has_nothing_to_sign_and_a_colleague_has(cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room, by=cast.counsel)
    ask(cast, statement)
    assert waiters(cast, room) == {"comms", "legal"}


def test_an_executive_is_waited_for_in_the_worst_crisis(cast: Cast, room: Incident) -> None:
    change_room(room, severity=Severity.SEV1, by=cast.lead)
    an_asked_revision(cast, room)
    assert waiters(cast, room) == {"comms", "counsel", "legal", "executive"}


def test_changes_wait_for_the_author_instead(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    review = request_changes(revision, reason="Too stiff.", seen_sha=revision.sha256, by=cast.comms)
    assert waiters(cast, room) == set()
    (mending,) = mendings_in(room)
    assert (mending.review, mending.since) == (review, review.clock_at)

    rewrite(revision.statement, "Softer words", by=cast.lead)
    assert mendings_in(room) == []


def test_what_cites_a_refuted_fact_waits_for_nobody(cast: Cast, room: Incident) -> None:
    fact = post_fact(room, text="He was paid.", by=cast.support)
    an_asked_revision(cast, room, citing=[fact])
    refute_fact(fact, by=cast.counsel)
    assert waits_in(room) == []


def test_a_desk_that_nobody_holds_is_shown_with_nobody(cast: Cast, room: Incident) -> None:
    place = room.participant(cast.comms)
    assert place is not None
    remove_participant(place, by=cast.lead)
    an_asked_revision(cast, room)
    assert {wait.slot.role: wait.people for wait in waits_in(room)} == {
        "comms": (),
        "legal": (cast.counsel, cast.legal),
    }


@pytest.mark.parametrize("statements", [1, 6])
def test_a_long_desk_costs_as_many_queries_as_a_short_one(
    cast: Cast, room: Incident, django_assert_num_queries: Callable, statements: int
) -> None:
    fact = post_fact(room, text="He called.", by=cast.support)
    for _each in range(statements):
        revision = an_asked_revision(cast, room, citing=[fact])
        sign_off(revision, seen_sha=revision.sha256, acknowledged=True, by=cast.counsel)
        request_changes(
            an_asked_revision(cast, room), reason="No.", seen_sha=revision_sha(room), by=cast.comms
        )
    with django_assert_num_queries(9):
        waits = slots_waiting_for(cast.comms, room)
        assert [str(wait.statement) for wait in waits] == ["First answer"] * statements


def revision_sha(room: Incident) -> str:
    return room.statements.latest("pk").current.sha256
