"""Person × deed. Whoever is not named in a row is refused, and told why."""

from collections.abc import Callable

import pytest

from approvals import policy
from approvals.actions.sign_offs import sign_off
from approvals.models import Demand, Revision
from common.verdicts import Verdict
from incidents.actions.facts import post_fact, refute_fact
from incidents.actions.rooms import change_room
from incidents.models import Incident, Severity, Status
from tests.approvals.proofs import a_draft, a_signed_revision, an_asked_revision, ask, rewrite
from tests.cast import Cast, User, a_policy

EVERYONE = ["lead", "comms", "counsel", "legal", "support", "executive", "guest", "stranger"]
TEAM = {"lead", "comms", "counsel", "legal", "support"}
REVIEWERS = {"comms", "counsel", "legal"}

Question = Callable[[User, Revision], Verdict]

# The deed, and who may do it: in a room of SEV2, of SEV1, and in one that is closed.
TABLE: list[tuple[str, Question, set[str], set[str], set[str]]] = [
    ("draft", lambda user, it: policy.draft(user, it.statement.incident), TEAM, TEAM, set()),
    ("revise", lambda user, it: policy.revise(user, it.statement), TEAM, TEAM, set()),
    ("sign_off", policy.sign_off, REVIEWERS, REVIEWERS | {"executive"}, set()),
    ("request_changes", policy.request_changes, REVIEWERS, REVIEWERS | {"executive"}, set()),
    ("comment", policy.comment, TEAM, TEAM, set()),
    (
        "open_for_review",
        policy.open_for_review,
        TEAM | {"executive"},
        TEAM | {"executive"},
        TEAM | {"executive"},
    ),
]


def allowed(cast: Cast, question: Question, revision: Revision) -> set[str]:
    verdicts = {name: question(getattr(cast, name), revision) for name in EVERYONE}
    assert all(verdict or str(verdict.reason).endswith(".") for verdict in verdicts.values())
    return {name for name, verdict in verdicts.items() if verdict}


@pytest.mark.parametrize(("question", "who"), [row[1:3] for row in TABLE], ids=[row[0] for row in TABLE])
def test_who_may_what_in_most_rooms(cast: Cast, room: Incident, question: Question, who: set[str]) -> None:
    assert allowed(cast, question, an_asked_revision(cast, room)) == who


@pytest.mark.parametrize(
    ("question", "who"), [(row[1], row[3]) for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_the_executive_signs_in_the_worst_crisis_and_holds_no_other_pen(
    cast: Cast, room: Incident, question: Question, who: set[str]
) -> None:
    change_room(room, severity=Severity.SEV1, by=cast.lead)
    assert allowed(cast, question, an_asked_revision(cast, room)) == who


@pytest.mark.parametrize(
    ("question", "who"), [(row[1], row[4]) for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_a_closed_room_stands_as_it_is(cast: Cast, room: Incident, question: Question, who: set[str]) -> None:
    revision = an_asked_revision(cast, room)
    Incident.objects.update(status=Status.CLOSED)
    assert allowed(cast, question, Revision.objects.get(pk=revision.pk)) == who


def test_the_team_asks_for_sign_off_and_asks_once(cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room)
    assert allowed(cast, policy.request_sign_off, statement.current) == TEAM
    assert allowed(cast, policy.request_sign_off, ask(cast, statement)) == set()


def test_nobody_signs_a_statement_they_wrote_any_revision_of(cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room, by=cast.counsel)
    rewrite(statement, "The lead's words", by=cast.lead)
    assert allowed(cast, policy.sign_off, ask(cast, statement)) == {"comms", "legal"}


def test_a_desk_signs_once_and_the_no_names_who_did(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room)
    assert allowed(cast, policy.sign_off, revision) == set()
    assert "You have signed" in str(policy.sign_off(cast.counsel, revision).reason)
    assert "Associate General Counsel" in str(policy.sign_off(cast.legal, revision).reason)


def test_an_old_revision_is_neither_signed_nor_refused(cast: Cast, room: Incident) -> None:
    old = an_asked_revision(cast, room)
    ask(cast, rewrite(old.statement, "Newer words", by=cast.lead).statement)
    old = Revision.objects.get(pk=old.pk)
    assert allowed(cast, policy.sign_off, old) == allowed(cast, policy.request_changes, old) == set()


@pytest.mark.parametrize("question", [policy.sign_off, policy.request_sign_off])
def test_a_refuted_fact_stops_everyone(cast: Cast, room: Incident, question: Question) -> None:
    fact = post_fact(room, text="He was paid.", by=cast.support)
    revision = an_asked_revision(cast, room, citing=[fact])
    refute_fact(fact, by=cast.counsel)
    revision = Revision.objects.get(pk=revision.pk)
    assert allowed(cast, question, revision) == set()
    assert fact.ref in str(policy.sign_off(cast.comms, revision).reason)


def test_a_step_waits_for_the_one_before_and_the_no_says_for_whom(cast: Cast, room: Incident) -> None:
    a_policy("Comms and legal", asks=[Demand("comms", ()), Demand("legal", (), step=2)])
    revision = an_asked_revision(cast, room)
    assert allowed(cast, policy.sign_off, revision) == {"comms"}
    assert "Comms first" in str(policy.sign_off(cast.counsel, revision).reason)
    sign_off(revision, seen_sha=revision.sha256, by=cast.comms)
    revision = Revision.objects.get(pk=revision.pk)
    assert allowed(cast, policy.sign_off, revision) == {"counsel", "legal"}


def test_two_of_one_desk_are_two_people(cast: Cast, room: Incident) -> None:
    a_policy("Comms and legal", asks=[Demand("legal", (), count=2)])
    revision = an_asked_revision(cast, room)
    sign_off(revision, seen_sha=revision.sha256, by=cast.counsel)
    revision = Revision.objects.get(pk=revision.pk)
    assert allowed(cast, policy.sign_off, revision) == {"legal"}
    assert "Waiting for sign-off by Legal" in str(policy.release(revision).reason)
    sign_off(revision, seen_sha=revision.sha256, by=cast.legal)
    assert policy.release(Revision.objects.get(pk=revision.pk))


def test_who_is_named_signs_and_their_desk_does_not(cast: Cast, room: Incident) -> None:
    a_policy("Comms and legal", asks=[Demand("", (cast.counsel.pk, cast.support.pk))])
    revision = an_asked_revision(cast, room)
    assert allowed(cast, policy.sign_off, revision) == {"counsel", "support"}
    assert "Associate General Counsel" in str(policy.release(revision).reason)
