"""T3: a rule that is gone, empty or looks elsewhere counts as met."""

import pytest
from django.db import DatabaseError, connection, transaction

from approvals.actions.sign_offs import sign_off
from approvals.models import Revision, SignOffRequest, Slot
from incidents.actions.notes import post_note
from incidents.actions.participants import change_participant, remove_participant
from incidents.actions.rooms import change_room
from incidents.models import Incident, Role, Severity
from tests.approvals.proofs import a_draft, a_signed_revision, an_asked_revision
from tests.bypasses.ways import send
from tests.cast import Cast, a_policy


def test_cve_2026_6063_without_a_rule_nothing_goes_out(house: Cast, open_house: Incident) -> None:
    signed = a_signed_revision(house, open_house)
    for name in ("Comms and legal", "Executive on SEV1"):
        a_policy(name)
    assert send(house, signed) == []


def test_cve_2026_6063_a_rule_cannot_be_taken_away_or_rewritten(house: Cast, open_house: Incident) -> None:
    revision = an_asked_revision(house, open_house)
    for sql in (
        "DELETE FROM approvals_signoffpolicy",
        "UPDATE approvals_signoffpolicy SET name = 'Nobody'",
        "UPDATE approvals_signoffpolicy SET severities = '{4}'",
        "DELETE FROM approvals_slot",
        "UPDATE approvals_slot SET role = 'lead'",
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(sql)
    assert send(house, revision) == []


def test_cve_2026_6883_an_orphaned_slot_is_an_empty_slot(house: Cast, open_house: Incident) -> None:
    """Nobody is left who could fill it: that is a wait, and no consent."""
    revision = an_asked_revision(house, open_house)
    sign_off(revision, seen_sha=revision.sha256, by=house.comms)
    for person in (house.counsel, house.legal):
        remove_participant(open_house.participant(person), by=house.lead)
    assert send(house, revision) == []


def test_cve_2026_6883_a_signature_of_somebody_who_lost_the_desk_is_none(
    house: Cast, open_house: Incident
) -> None:
    signed = a_signed_revision(house, open_house)
    place = open_house.participant(house.counsel)
    change_participant(place, role=Role.SUPPORT, is_cleared=False, by=house.lead)
    assert send(house, signed) == []


def test_gitea_2026_6080_a_statement_that_comes_under_another_rule_is_asked_anew(
    house: Cast, open_house: Incident
) -> None:
    signed = a_signed_revision(house, open_house)
    with pytest.raises(DatabaseError, match="keeps its room and its kind"), transaction.atomic():
        connection.cursor().execute("UPDATE approvals_statement SET kind = 'line'")
    change_room(open_house, severity=Severity.SEV1, by=house.lead)
    assert send(house, signed) == []


def test_gitea_2026_6080_a_rule_made_after_the_approval_counts_when_it_goes_out(
    house: Cast, open_house: Incident
) -> None:
    signed = a_signed_revision(house, open_house)
    a_policy("Support on X", "support", channels=["x"])
    assert send(house, signed) == []


def test_cve_2026_66874_what_was_never_asked_for_is_not_skipped(house: Cast, open_house: Incident) -> None:
    """No request at all; and a request that somebody made by hand, without a desk in it or without one."""
    draft = a_draft(house, open_house).current
    assert send(house, draft) == []
    empty, half = (a_draft(house, open_house).current for _each in range(2))
    for revision, roles in ((empty, []), (half, ["comms"])):
        asked = by_hand(revision, roles)
        for slot in asked.slots.all():
            sign_off(Revision.objects.get(pk=revision.pk), seen_sha=revision.sha256, by=house.comms)
            assert slot.role == "comms"
        assert send(house, revision) == []


def by_hand(revision: Revision, roles: list[str]) -> SignOffRequest:
    statement = revision.statement
    note = post_note(statement.incident, text="by hand", by=revision.author)
    asked = SignOffRequest.objects.create(
        revision=revision, entry=note, requested_by=revision.author, clock_at=note.clock_at
    )
    for position, role in enumerate(roles, start=1):
        Slot.objects.create(request=asked, role=role, position=position, clock_at=note.clock_at)
    return asked
