"""Person × deed. Whoever is not named in a row is refused, and told why."""

from collections.abc import Callable

import pytest

from approvals.models import Revision
from common.verdicts import Verdict
from incidents.models import Incident, Status
from publishing import policy
from publishing.actions.publications import publish
from tests.approvals.proofs import a_signed_revision, an_asked_revision
from tests.cast import Cast, User

EVERYONE = ["lead", "comms", "counsel", "legal", "support", "executive", "guest", "stranger"]
TEAM = {"lead", "comms", "counsel", "legal", "support"}

Question = Callable[[User, Revision], Verdict]

TABLE: list[tuple[str, Question, set[str]]] = [
    ("publish", policy.publish, {"lead", "comms"}),
    ("speak", lambda user, it: policy.speak(user, it.statement.incident), {"lead", "comms"}),
    ("record_reach", lambda user, it: policy.record_reach(user, it.statement.incident), TEAM),
]


def allowed(cast: Cast, question: Question, revision: Revision) -> set[str]:
    verdicts = {name: question(getattr(cast, name), revision) for name in EVERYONE}
    assert all(verdict or str(verdict.reason).endswith(".") for verdict in verdicts.values())
    return {name for name, verdict in verdicts.items() if verdict}


@pytest.mark.parametrize(("question", "who"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_who_may_what(cast: Cast, room: Incident, question: Question, who: set[str]) -> None:
    assert allowed(cast, question, a_signed_revision(cast, room)) == who


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
