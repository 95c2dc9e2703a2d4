from typing import Any

import pytest

from approvals.models import SignOffPolicy
from incidents.actions.rooms import change_room
from incidents.models import Incident, Role, Severity
from tests.approvals.proofs import a_draft
from tests.cast import Cast, a_policy


def desks(room: Incident, cast: Cast, **fields: Any) -> list[Role]:
    draft = a_draft(cast, room, **fields)
    return [Role(demand.role) for demand in SignOffPolicy.objects.demands_for(draft.current)]


@pytest.mark.parametrize("severity", [Severity.SEV2, Severity.SEV3, Severity.SEV4])
def test_comms_and_legal_sign_everything(cast: Cast, room: Incident, severity: Severity) -> None:
    change_room(room, severity=severity, by=cast.lead)
    assert desks(room, cast) == [Role.COMMS, Role.LEGAL]


def test_an_executive_signs_what_is_said_in_the_worst_crisis(cast: Cast, room: Incident) -> None:
    change_room(room, severity=Severity.SEV1, by=cast.lead)
    assert desks(room, cast) == [Role.COMMS, Role.LEGAL, Role.EXECUTIVE]


def test_the_latest_row_of_a_name_is_in_force(cast: Cast, room: Incident) -> None:
    a_policy("Comms and legal", "support", created_by=cast.lead)
    assert desks(room, cast) == [Role.SUPPORT]


def test_a_name_without_roles_is_retired_and_what_no_policy_covers_has_no_desks(
    cast: Cast, room: Incident
) -> None:
    a_policy("Comms and legal", created_by=cast.lead)
    assert desks(room, cast) == []


def test_a_policy_may_look_at_kind_and_channel(cast: Cast, room: Incident) -> None:
    a_policy("Comms and legal", "comms", kinds=["post"], channels=["x"])
    a_policy("Letters", "legal", kinds=["letter"])
    assert desks(room, cast, channels=["x", "press"]) == [Role.COMMS]
    assert desks(room, cast, channels=["press"]) == []
    assert desks(room, cast, kind="letter") == [Role.LEGAL]
