from typing import Any

import pytest

from accounts.models import User
from approvals import policy
from approvals.actions.sign_off_policies import change_policy
from approvals.actions.sign_offs import request_sign_off, sign_off
from approvals.models import Demand, Revision, SignOffPolicy
from common.verdicts import Refused, Stale
from incidents.models import Incident
from tests.approvals.proofs import a_draft, a_signed_revision, an_asked_revision
from tests.cast import Cast


def change(cast: Cast, room: Incident, **fields: Any) -> SignOffPolicy:
    wanted: dict[str, Any] = {"name": "Support, too", "demands": [Demand("support", ())], "by": cast.lead}
    return change_policy(room, **(wanted | fields))


def test_the_lead_asks_for_more_in_this_room(cast: Cast, room: Incident) -> None:
    written = change(cast, room)
    assert (written.incident, written.created_by) == (room, cast.lead)
    told = room.entries.get(type="policy.changed")
    assert (told.payload["name"], told.payload["asks"], told.stream) == ("Support, too", "Support", "working")


@pytest.mark.parametrize("who", ["comms", "counsel", "support", "executive", "guest", "stranger"])
def test_nobody_else_does(cast: Cast, room: Incident, who: str) -> None:
    with pytest.raises(Refused):
        change(cast, room, by=getattr(cast, who))
    assert not room.policies.exists()


def test_the_houses_policies_are_not_the_leads_to_weaken(cast: Cast, room: Incident) -> None:
    theirs = SignOffPolicy.objects.get(name="Comms and legal")
    weaker = {"name": theirs.name, "demands": [Demand("comms", ())], "everywhere": True}
    with pytest.raises(Refused, match="every room"):
        change(cast, room, based_on=theirs.pk, **weaker)
    User.objects.filter(pk=cast.lead.pk).update(is_staff=True)
    administrator = User.objects.get(pk=cast.lead.pk)
    written = change(cast, room, based_on=theirs.pk, by=administrator, **weaker)
    assert written.incident is None
    assert SignOffPolicy.objects.demands_for(a_draft(cast, room).current) == [Demand("comms", ())]


def test_a_rooms_policy_of_the_same_name_takes_nothing_from_the_houses(cast: Cast, room: Incident) -> None:
    change(cast, room, name="Comms and legal", demands=[Demand("support", ())])
    roles = [demand.role for demand in SignOffPolicy.objects.demands_for(a_draft(cast, room).current)]
    assert roles == ["comms", "legal", "support"]


def test_a_change_is_a_new_row_over_the_one_in_force(cast: Cast, room: Incident) -> None:
    first = change(cast, room)
    second = change(cast, room, demands=[Demand("support", (), minutes=30)], based_on=first.pk)
    assert SignOffPolicy.objects.filter(name="Support, too").count() == 2
    with pytest.raises(Stale, match="in the meantime"):
        change(cast, room, demands=[Demand("executive", ())], based_on=first.pk)
    with pytest.raises(Refused, match="already"):
        change(cast, room)
    change(cast, room, demands=[], based_on=second.pk)
    assert change(cast, room).pk > second.pk  # a retired name may be used again


def test_what_was_signed_needs_what_is_asked_for_since(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room)
    assert policy.release(revision)
    change(cast, room)
    assert "needs Support" in str(policy.release(revision).reason)
    request_sign_off(revision.statement, seen_sha=revision.sha256, by=cast.lead)
    sign_off(revision, seen_sha=revision.sha256, by=cast.support)
    assert policy.release(Revision.objects.get(pk=revision.pk))


def test_what_was_asked_for_stays_asked_for_when_the_policy_shrinks(cast: Cast, room: Incident) -> None:
    first = change(cast, room)
    revision = an_asked_revision(cast, room)
    change(cast, room, demands=[], based_on=first.pk)
    for person in (cast.comms, cast.counsel):
        sign_off(revision, seen_sha=revision.sha256, by=person)
    assert "Support" in str(policy.release(Revision.objects.get(pk=revision.pk)).reason)


@pytest.mark.parametrize(
    "fields",
    [
        {"demands": []},
        {"strands": ["Z"]},
        {"demands": [Demand("guest", ())]},
        {"demands": [Demand("", (10**9,))]},
        {"demands": [Demand("legal", (), count=0)]},
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(cast: Cast, room: Incident, fields: Any) -> None:
    with pytest.raises(Refused, match=r"\.$"):
        change(cast, room, **fields)
