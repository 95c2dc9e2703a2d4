"""Person × deed. Whoever is not named in a row is refused, and told why."""

from collections.abc import Callable

import pytest

from approvals.models import Revision
from common.verdicts import Verdict
from incidents.models import Incident, Status
from publishing import policy
from publishing.actions.glasses import second_glass
from publishing.actions.publications import publish
from publishing.models import BreakGlass
from tests.approvals.proofs import a_signed_revision, an_asked_revision
from tests.cast import Cast, User
from tests.publishing import glasses

EVERYONE = ["lead", "comms", "counsel", "legal", "support", "executive", "guest", "stranger"]
TEAM = {"lead", "comms", "counsel", "legal", "support"}

TRUSTED = {"lead", "counsel", "legal", "executive"}

Question = Callable[[User, Revision], Verdict]

TABLE: list[tuple[str, Question, set[str]]] = [
    ("publish", policy.publish, {"lead", "comms"}),
    ("speak", lambda user, it: policy.speak(user, it.statement.incident), {"lead", "comms"}),
    ("record_reach", lambda user, it: policy.record_reach(user, it.statement.incident), TEAM),
]

# Of words that not every desk has signed; comms has asked for a second person, or the executive was it.
WAITING: list[tuple[str, Question, set[str]]] = [
    ("open_glass", policy.open_glass, TEAM),
    ("second_glass", lambda user, it: policy.second_glass(user, opened(it)), TRUSTED),
    ("review_glass", lambda user, it: policy.review_glass(user, broken(it)), {"counsel", "legal", "support"}),
]


def opened(revision: Revision) -> BreakGlass:
    by = User.objects.get(username="comms")
    return BreakGlass.objects.filter(revision=revision).first() or glasses.opened(revision, by=by)


def broken(revision: Revision) -> BreakGlass:
    glass = opened(revision)
    if not glass.seconded:
        second_glass(glass, seen_sha=glass.sha256, by=User.objects.get(username="executive"))
    return BreakGlass.objects.get(pk=glass.pk)


def allowed(cast: Cast, question: Question, revision: Revision) -> set[str]:
    verdicts = {name: question(getattr(cast, name), revision) for name in EVERYONE}
    assert all(verdict or str(verdict.reason).endswith(".") for verdict in verdicts.values())
    return {name for name, verdict in verdicts.items() if verdict}


@pytest.mark.parametrize(("question", "who"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_who_may_what(cast: Cast, room: Incident, question: Question, who: set[str]) -> None:
    assert allowed(cast, question, a_signed_revision(cast, room)) == who


@pytest.mark.parametrize(("question", "who"), [row[1:] for row in WAITING], ids=[row[0] for row in WAITING])
def test_who_may_let_it_out_unsigned(cast: Cast, room: Incident, question: Question, who: set[str]) -> None:
    assert allowed(cast, question, an_asked_revision(cast, room)) == who


@pytest.mark.parametrize("question", [row[1] for row in TABLE], ids=[row[0] for row in TABLE])
def test_a_closed_room_stands_as_it_is(cast: Cast, room: Incident, question: Question) -> None:
    revision = a_signed_revision(cast, room)
    Incident.objects.update(status=Status.CLOSED)
    assert allowed(cast, question, Revision.objects.get(pk=revision.pk)) == set()


def test_nobody_publishes_what_is_not_signed(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    assert allowed(cast, policy.publish, revision) == set()
    assert "Comms, Legal" in str(policy.publish(cast.lead, revision).reason)


def test_each_channel_takes_it_once(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room)
    assert not policy.publish(cast.lead, revision, channel="bluesky")
    publish(revision, channel="x", url="", seen_sha=revision.sha256, by=cast.lead)
    assert policy.channels_left(revision) == ["forum"]
    assert not policy.publish(cast.lead, revision, channel="x")
    assert policy.publish(cast.lead, revision)
    publish(revision, channel="forum", url="", seen_sha=revision.sha256, by=cast.lead)
    assert not policy.publish(cast.lead, revision)
