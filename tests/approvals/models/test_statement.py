from collections.abc import Callable

import pytest

from approvals.actions.reviews import request_changes
from approvals.actions.sign_offs import sign_off
from approvals.models import Revision, Statement, StatementState
from incidents.actions.facts import post_fact, refute_fact
from incidents.actions.participants import remove_participant
from incidents.models import Incident
from publishing.actions.publications import publish
from tests.approvals.proofs import a_draft, a_signed_revision, an_asked_revision, ask, rewrite
from tests.cast import Cast


@pytest.mark.parametrize("who", ["lead", "comms", "counsel", "legal", "support", "executive"])
def test_everyone_at_work_in_the_room_sees_statements(cast: Cast, room: Incident, who: str) -> None:
    statement = a_draft(cast, room)
    assert Statement.objects.visible_to(getattr(cast, who)).get() == statement
    assert Revision.objects.visible_to(getattr(cast, who)).get() == statement.current


@pytest.mark.parametrize("who", ["guest", "stranger"])
def test_guests_and_strangers_see_none(cast: Cast, room: Incident, who: str) -> None:
    a_draft(cast, room)
    assert not Statement.objects.visible_to(getattr(cast, who)).exists()
    assert not Revision.objects.visible_to(getattr(cast, who)).exists()


def test_who_left_the_room_sees_no_more_statements(cast: Cast, room: Incident) -> None:
    a_draft(cast, room)
    place = room.participant(cast.support)
    assert place is not None
    remove_participant(place, by=cast.lead)
    assert not Statement.objects.visible_to(cast.support).exists()


def test_a_statement_goes_from_draft_to_published(cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room)
    states = [statement.state]
    revision = ask(cast, statement)
    states.append(statement.state)
    request_changes(revision, reason="Too stiff.", seen_sha=revision.sha256, by=cast.comms)
    states.append(statement.state)
    rewrite(statement, "We are talking with him.", by=cast.lead)
    states.append(statement.state)
    revision = ask(cast, statement)
    for person in (cast.comms, cast.counsel):
        sign_off(revision, seen_sha=revision.sha256, by=person)
        states.append(statement.state)
    publish(revision, channel="x", url="https://example.org/1", seen_sha=revision.sha256, by=cast.lead)
    states.append(statement.state)
    assert states == [
        StatementState.DRAFT,
        StatementState.WAITING,
        StatementState.CHANGES_REQUESTED,
        StatementState.DRAFT,
        StatementState.WAITING,
        StatementState.SIGNED,
        StatementState.PUBLISHED,
    ]


def test_a_refuted_fact_takes_a_signed_statement_back_to_its_author(cast: Cast, room: Incident) -> None:
    fact = post_fact(room, text="He was paid.", by=cast.support)
    statement = a_signed_revision(cast, room, citing=[fact]).statement
    refute_fact(fact, by=cast.counsel)
    assert statement.state == StatementState.TAKEN_BACK
    assert "refuted fact" in str(statement.state.label)


def test_a_sign_off_lapses_when_its_giver_leaves(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room)
    place = room.participant(cast.counsel)
    assert place is not None
    remove_participant(place, by=cast.lead)
    revision = Revision.objects.get(pk=revision.pk)
    assert [slot.role for slot in revision.lapsed_slots] == ["legal"]
    assert revision.state == StatementState.WAITING


def test_ten_statements_cost_as_many_queries_as_one(
    cast: Cast, room: Incident, django_assert_num_queries: Callable
) -> None:
    fact = post_fact(room, text="He called.", by=cast.support)
    a_draft(cast, room)
    for _each in range(5):
        an_asked_revision(cast, room, citing=[fact])
        a_signed_revision(cast, room, citing=[fact])
    with django_assert_num_queries(11):
        for statement in Statement.objects.told():
            assert statement.state in StatementState
            assert statement.current.refuted == []
            assert statement.current.lapsed_slots == []
            assert statement.author_ids == [cast.lead.pk]
            assert str(statement.current.author)
            assert all(str(slot.signed.person) for slot in statement.current.slots if slot.signed)
