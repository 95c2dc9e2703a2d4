"""T4: a role that was written into a table, and told to nobody, signs nothing. The gate asks the story."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from approvals.actions.reviews import comment
from approvals.actions.sign_offs import sign_off
from approvals.models import Handover, Reason, Resolution, Revision
from common.verdicts import Refused
from incidents.actions.notes import post_note
from incidents.actions.participants import change_participant, invite, remove_participant
from incidents.models import Incident, Participant, Role, TimelineEntry
from publishing.actions.glasses import second_glass
from publishing.actions.publications import publish
from tests.approvals.actions.test_absences import away
from tests.approvals.proofs import a_signed_revision, an_asked_revision
from tests.bypasses.ways import send
from tests.cast import Cast, User
from tests.publishing.glasses import opened
from tests.races.by_hand import publish_by_hand, sign_by_hand

UPDATE = (
    "UPDATE incidents_participant SET role = %s, removed_at = NULL WHERE incident_id = %s AND person_id = %s"
)


def seat(room: Incident, person: User, role: Role) -> None:
    """By raw SQL, with no word about it."""
    with connection.cursor() as cursor:
        cursor.execute(UPDATE, [role, room.pk, person.pk])
        assert cursor.rowcount == 1


def changed(house: Cast, room: Incident) -> User:
    seat(room, house.support, Role.LEGAL)
    return house.support


def come_back(house: Cast, room: Incident) -> User:
    remove_participant(room.participants.get(person=house.legal), by=house.lead)
    seat(room, house.legal, Role.LEGAL)
    return house.legal


def smuggled_in(house: Cast, room: Incident) -> User:
    Participant.objects.create(
        incident=room, person=house.stranger, role=Role.LEGAL, invited_by=house.lead, invited_at=room.now()
    )
    return house.stranger


def turned_into_another(house: Cast, room: Incident) -> User:
    Participant.objects.filter(incident=room, person=house.legal).update(person=house.stranger)
    return house.stranger


def changed_back(house: Cast, room: Incident) -> User:
    place = room.participants.get(person=house.legal)
    change_participant(place, role=Role.SUPPORT, is_cleared=False, by=house.lead)
    seat(room, house.legal, Role.LEGAL)
    return house.legal


@pytest.mark.parametrize("usurp", [changed, come_back, smuggled_in, turned_into_another, changed_back])
def test_cve_2026_92528_a_desk_taken_without_a_word_signs_nothing(
    house: Cast, open_house: Incident, usurp: Callable[[Cast, Incident], User]
) -> None:
    revision = an_asked_revision(house, open_house)
    sign_off(revision, seen_sha=revision.sha256, by=house.comms)
    person = usurp(house, open_house)
    fresh = Revision.objects.get(pk=revision.pk)
    with pytest.raises(Refused, match="was not asked to sign"):
        sign_off(fresh, seen_sha=revision.sha256, by=person)
    for slot in fresh.slots:
        with pytest.raises(Refused, match="WR024"):
            sign_by_hand(fresh, slot, by=person.pk)
    with pytest.raises(Refused, match="WR036"):
        publish_by_hand(fresh, "x", by=house.lead.pk)


def test_what_the_story_tells_is_what_counts(house: Cast, open_house: Incident) -> None:
    """The precondition of all above: told to everyone, the same changes hold."""
    revision = an_asked_revision(house, open_house)
    sign_off(revision, seen_sha=revision.sha256, by=house.comms)
    invite(open_house, house.stranger, role=Role.LEGAL, by=house.lead)
    told = TimelineEntry.objects.filter(type="participant.invited").latest("room_seq")
    assert told.payload["person"] == house.stranger.pk
    sign_off(Revision.objects.get(pk=revision.pk), seen_sha=revision.sha256, by=house.stranger)
    assert publish(revision, channel="x", url="", seen_sha=revision.sha256, by=house.lead)


def test_a_signature_ends_with_the_role_whatever_the_table_says(house: Cast, open_house: Incident) -> None:
    revision = a_signed_revision(house, open_house)
    place = open_house.participants.get(person=house.counsel)
    change_participant(place, role=Role.SUPPORT, is_cleared=False, by=house.lead)
    seat(open_house, house.counsel, Role.LEGAL)
    with pytest.raises(Refused, match="no longer signs"):
        publish(revision, channel="x", url="", seen_sha=revision.sha256, by=house.lead)
    assert send(house, revision) == []


def test_nor_does_it_second_a_glass_settle_a_comment_or_stand_in(house: Cast, open_house: Incident) -> None:
    revision = an_asked_revision(house, open_house)
    glass = opened(revision, by=house.comms)
    remark = comment(revision, text="No.", is_blocking=True, by=house.counsel)
    seat(open_house, house.support, Role.LEGAL)
    with pytest.raises(Refused, match="second is the lead"):
        second_glass(glass, seen_sha=revision.sha256, by=house.support)
    note = post_note(open_house, text="by hand", by=house.lead)
    common = {"entry": note, "clock_at": note.clock_at}
    with pytest.raises(DatabaseError, match="only its author"), transaction.atomic():
        Resolution.objects.create(review=remark, outcome="resolved", by=house.support, **common)
    away(house.counsel, house.support)
    slot = next(each for each in revision.slots if each.role == Role.LEGAL)
    with pytest.raises(DatabaseError, match="somebody of this room"), transaction.atomic():
        Handover.objects.create(slot=slot, to=house.support, reason=Reason.ABSENT, **common)


def test_a_room_from_before_people_were_told_by_their_id_goes_by_the_name(
    house: Cast, open_house: Incident
) -> None:
    with connection.cursor() as cursor:  # as only somebody who owns the table can
        cursor.execute("ALTER TABLE incidents_timelineentry DISABLE TRIGGER USER")
        cursor.execute("UPDATE incidents_timelineentry SET payload = payload - 'person'")
        cursor.execute("ALTER TABLE incidents_timelineentry ENABLE TRIGGER USER")
    assert not TimelineEntry.objects.filter(payload__has_key="person").exists()
    revision = a_signed_revision(house, open_house)
    assert publish(revision, channel="x", url="", seen_sha=revision.sha256, by=house.lead)
