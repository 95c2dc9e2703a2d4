"""T4: one person counts as two, or signs what they wrote."""

from itertools import permutations

import pytest

from approvals.actions.sign_offs import request_sign_off, sign_off
from approvals.models import SIGNING_ROLES, Revision, SignOff
from common.verdicts import Refused
from incidents.actions.participants import change_participant
from incidents.models import Incident, Role
from tests.approvals.proofs import a_draft, an_asked_revision, ask, rewrite
from tests.bypasses.ways import send
from tests.cast import Cast, User, a_policy
from tests.races.by_hand import sign_by_hand

DESKS = [role for role in Role if role in SIGNING_ROLES and role != Role.LEAD]


def move(house: Cast, room: Incident, person: User, role: Role) -> None:
    change_participant(room.participant(person), role=role, is_cleared=False, by=house.lead)


def try_to_sign(revision: Revision, person: User) -> None:
    """By the deed, and by hand in every slot there is."""
    revision = Revision.objects.get(pk=revision.pk)
    with pytest.raises(Refused):
        sign_off(revision, seen_sha=revision.sha256, by=person)
    for slot in revision.slots:
        with pytest.raises(Refused):
            sign_by_hand(revision, slot, by=person.pk)


@pytest.mark.parametrize(("first", "second"), list(permutations(DESKS, 2)))
def test_cve_2026_92528_nobody_fills_two_slots_under_two_hats(
    house: Cast, open_house: Incident, first: Role, second: Role
) -> None:
    """Every pair of desks, one after the other, by the same person."""
    a_policy("Comms and legal", first, second)
    revision = an_asked_revision(house, open_house)
    move(house, open_house, house.support, first)
    sign_off(revision, seen_sha=revision.sha256, by=house.support)
    move(house, open_house, house.support, second)
    try_to_sign(revision, house.support)
    assert SignOff.objects.count() == 1


def test_cve_2026_92528_what_one_person_signed_for_one_desk_goes_nowhere(
    house: Cast, open_house: Incident
) -> None:
    revision = an_asked_revision(house, open_house)
    sign_off(revision, seen_sha=revision.sha256, by=house.comms)
    move(house, open_house, house.comms, Role.LEGAL)
    try_to_sign(revision, house.comms)
    assert send(house, revision) == []


@pytest.mark.parametrize("role", DESKS)
def test_gitlab_235123_who_wrote_any_part_signs_under_no_hat(
    house: Cast, open_house: Incident, role: Role
) -> None:
    """Their words may be long gone from the text, and they may have another desk by now."""
    a_policy("Comms and legal", role)
    statement = a_draft(house, open_house, by=house.support)
    rewrite(statement, "Not a word of theirs is left.", by=house.lead)
    revision = ask(house, statement)
    move(house, open_house, house.support, role)
    try_to_sign(revision, house.support)
    assert not SignOff.objects.exists()


def test_gitlab_235123_who_joins_the_authors_takes_their_own_signature_back(
    house: Cast, open_house: Incident
) -> None:
    """Sign, edit, edit back: the text is the signed one again, and still nobody else's signature is there."""
    revision = an_asked_revision(house, open_house)
    for person in (house.comms, house.counsel):
        sign_off(revision, seen_sha=revision.sha256, by=person)
    rewrite(revision.statement, "Mine now.", by=house.comms)
    back = rewrite(revision.statement, revision.text, by=house.comms)
    assert back.sha256 == revision.sha256
    assert send(house, back) == send(house, revision) == []
    request_sign_off(back.statement, seen_sha=back.sha256, by=house.lead)
    try_to_sign(back, house.comms)
    assert send(house, back) == []
