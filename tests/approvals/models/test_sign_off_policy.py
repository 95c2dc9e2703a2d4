from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from approvals.models import Demand, SignOffPolicy
from incidents.actions.rooms import change_room
from incidents.actions.strands import create_strand
from incidents.models import Incident, Role, Severity
from tests.approvals.proofs import a_draft
from tests.cast import Cast, a_policy, a_room


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


def demands(room: Incident, cast: Cast, **fields: Any) -> list[Demand]:
    return SignOffPolicy.objects.demands_for(a_draft(cast, room, **fields).current)


def test_several_policies_are_all_kept_at_once(cast: Cast, room: Incident) -> None:
    """The greatest count, the latest step, the least time."""
    a_policy("Comms and legal", asks=[Demand("legal", (), count=2, minutes=60)])
    a_policy("Posts", asks=[Demand("legal", (), step=2, minutes=15), Demand("comms", ())], kinds=["post"])
    assert demands(room, cast) == [Demand("comms", ()), Demand("legal", (), count=2, step=2, minutes=15)]
    assert demands(room, cast, kind="letter") == [Demand("legal", (), count=2, minutes=60)]


def test_people_are_asked_by_name_beside_desks(cast: Cast, room: Incident) -> None:
    both = tuple(sorted([cast.counsel.pk, cast.legal.pk]))
    a_policy("Counsel, too", asks=[Demand("", both)])
    assert demands(room, cast) == [Demand("comms", ()), Demand("legal", ()), Demand("", both)]


def test_a_rooms_own_policy_adds_to_the_houses_and_holds_nowhere_else(cast: Cast, room: Incident) -> None:
    create_strand(room, name="Goods", by=cast.lead)
    a_policy("Comms and legal", "support", incident=room, strands=["A"])
    assert desks(room, cast, strands=["A"]) == [Role.COMMS, Role.LEGAL, Role.SUPPORT]
    assert desks(room, cast) == [Role.COMMS, Role.LEGAL]
    assert desks(a_room(cast), cast) == [Role.COMMS, Role.LEGAL]


def test_the_union_is_asked_of_a_statement_about_several_strands(cast: Cast, room: Incident) -> None:
    for name in ("Goods", "The address"):
        create_strand(room, name=name, by=cast.lead)
    a_policy("Goods", "support", incident=room, strands=["A"])
    a_policy("Address", "lead", incident=room, strands=["B"])
    assert set(desks(room, cast, strands=["A", "B"])) == {Role.COMMS, Role.LEGAL, Role.SUPPORT, Role.LEAD}


def test_a_correction_asks_its_own_policy_and_no_other(cast: Cast, room: Incident) -> None:
    revision = a_draft(cast, room).current
    revision.statement.corrects_id = 1  # type: ignore[attr-defined]
    assert SignOffPolicy.objects.demands_for(revision) == [Demand("legal", ())]


def element(**changed: Any) -> dict[str, Any]:
    return Demand("legal", ()).to_element() | changed


@pytest.mark.parametrize(
    "slots",
    [
        {},
        "legal",
        None,
        ["legal"],
        [{}],
        [{"role": "legal"}],
        [element(more=1)],
        [element(role="guest")],
        [element(role="")],
        [element(role=None)],
        [element(people="all")],
        [element(people=[0], role="")],
        [element(people=["1"], role="")],
        [element(count=0)],
        [element(count="1")],
        [element(count=1.5)],
        [element(step=0)],
        [element(step=None)],
        [element(minutes=0)],
        [element(minutes=-5)],
        [element(minutes="30")],
        [element(deputy=0)],
        [element(deputy="lead")],
    ],
)
def test_what_no_policy_may_say_postgres_refuses(cast: Cast, slots: Any) -> None:
    with pytest.raises(DatabaseError, match=r"slots of a policy|null value"), transaction.atomic():
        SignOffPolicy.objects.create(name="Odd", slots=slots)


def test_nobody_is_counted_twice_or_stands_in_for_themselves(cast: Cast) -> None:
    me = cast.counsel.pk
    for odd in (
        element(role="", people=[me, me], count=2),
        element(role="", people=[me], count=2),
        element(role="", people=[me], deputy=me),
        element(people=[me]),
    ):
        with pytest.raises(DatabaseError, match="slots of a policy"), transaction.atomic():
            SignOffPolicy.objects.create(name="Odd", slots=[odd])


def test_strands_belong_to_a_room(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="strands_are_of_a_room"):
        a_policy("Goods", "support", strands=["A"])


def test_postgres_asks_for_the_same(cast: Cast, room: Incident) -> None:
    create_strand(room, name="Goods", by=cast.lead)
    a_policy("Counsel", asks=[Demand("", (cast.counsel.pk,)), Demand("legal", (), count=2, step=2)])
    a_policy("Goods", "support", incident=room, strands=["A"])
    a_policy("Elsewhere", "lead", incident=a_room(cast))
    a_policy("Letters", "lead", kinds=["letter"])
    revision = a_draft(cast, room, strands=["A"]).current
    with connection.cursor() as cursor:
        cursor.execute("SELECT role, people, wanted FROM approvals_demanded(%s)", [revision.pk])
        asked = {(role, tuple(people), wanted) for role, people, wanted in cursor.fetchall()}
    wanted = SignOffPolicy.objects.demands_for(revision)
    assert asked == {(each.role, each.people, each.count) for each in wanted}
    assert len(asked) == 4
