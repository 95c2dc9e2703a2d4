import pytest

from accounts.models import User
from common.verdicts import Refused
from incidents.actions.participants import appoint_lead, change_participant, invite, remove_participant
from incidents.models import Incident, Participant, Role, Stream
from tests.cast import Cast
from tests.incidents.actions.posts import told


def place_of(room: Incident, person: User) -> Participant:
    place = room.participant(person)
    assert place is not None
    return place


def rights(room: Incident) -> int:
    return Incident.objects.values_list("rights_version", flat=True).get(pk=room.pk)


def test_inviting_seats_tells_the_team_and_moves_the_rights(cast: Cast, room: Incident) -> None:
    assert room.participant(cast.stranger) is None
    before = rights(room)
    place = invite(room, cast.stranger, role=Role.SUPPORT, by=cast.lead)
    assert room.participant(cast.stranger) == place
    assert (place.role, place.is_cleared, place.invited_by) == (Role.SUPPORT, False, cast.lead)
    said = told(room)[-1]
    assert (said.type, said.stream, said.actor) == ("participant.invited", Stream.WORKING, cast.lead)
    assert said.payload == {
        "person": cast.stranger.pk,
        "name": "Somebody else",
        "role": "support",
        "is_cleared": False,
    }
    assert rights(room) == before + 1


def test_who_is_in_the_room_is_not_invited_again(cast: Cast, room: Incident) -> None:
    before = told(room)
    with pytest.raises(Refused, match="Corporate communications is already in this room"):
        invite(room, cast.comms, role=Role.LEAD, by=cast.lead)
    assert told(room) == before
    assert place_of(room, cast.comms).role == Role.COMMS


def test_an_inactive_account_is_not_invited(cast: Cast, room: Incident) -> None:
    cast.stranger.is_active = False
    cast.stranger.save()
    with pytest.raises(Refused, match="no longer active"):
        invite(room, cast.stranger, role=Role.SUPPORT, by=cast.lead)
    assert room.participant(cast.stranger) is None


@pytest.mark.parametrize("person", ["comms", "counsel", "legal", "support", "executive", "guest", "stranger"])
def test_only_the_lead_brings_in_changes_and_sends_away(cast: Cast, room: Incident, person: str) -> None:
    by, before = getattr(cast, person), told(room)
    with pytest.raises(Refused):
        invite(room, cast.stranger, role=Role.SUPPORT, by=by)
    with pytest.raises(Refused):
        change_participant(place_of(room, cast.guest), role=Role.SUPPORT, is_cleared=False, by=by)
    with pytest.raises(Refused):
        remove_participant(place_of(room, cast.guest), by=by)
    assert told(room) == before
    assert place_of(room, cast.guest).role == Role.GUEST


def test_changing_says_what_it_was_before(cast: Cast, room: Incident) -> None:
    before = rights(room)
    change_participant(place_of(room, cast.support), role=Role.COMMS, is_cleared=True, by=cast.lead)
    place = place_of(room, cast.support)
    assert (place.role, place.is_cleared) == (Role.COMMS, True)
    assert told(room)[-1].payload == {
        "person": cast.support.pk,
        "name": "Customer service",
        "role": "comms",
        "is_cleared": True,
        "was_role": "support",
        "was_cleared": False,
    }
    assert rights(room) == before + 1


def test_changing_nothing_records_nothing(cast: Cast, room: Incident) -> None:
    before, version = told(room), rights(room)
    change_participant(place_of(room, cast.support), role=Role.SUPPORT, is_cleared=False, by=cast.lead)
    assert (told(room), rights(room)) == (before, version)


def test_removing_ends_the_place_and_keeps_its_row(cast: Cast, room: Incident) -> None:
    place, before = place_of(room, cast.comms), rights(room)
    remove_participant(place, by=cast.lead)
    assert room.participant(cast.comms) is None
    place.refresh_from_db()
    assert place.removed_at is not None
    assert place.streams == frozenset()
    said = told(room)[-1]
    assert (said.type, said.payload["name"]) == ("participant.removed", "Corporate communications")
    assert rights(room) == before + 1


def test_removing_twice_is_removing_once(cast: Cast, room: Incident) -> None:
    place = place_of(room, cast.comms)
    remove_participant(place, by=cast.lead)
    before = told(room)
    remove_participant(place, by=cast.lead)
    assert told(room) == before
    with pytest.raises(Refused, match="already left"):
        change_participant(place, role=Role.LEAD, is_cleared=False, by=cast.lead)


def test_who_comes_back_sits_in_the_same_place_with_only_what_is_given_now(
    cast: Cast, room: Incident
) -> None:
    place = place_of(room, cast.counsel)
    remove_participant(place, by=cast.lead)
    again = invite(room, cast.counsel, role=Role.SUPPORT, by=cast.lead)
    assert again == place
    assert (again.role, again.is_cleared) == (Role.SUPPORT, False)


# -- the lead ------------------------------------------------------------------------------------


def test_the_last_lead_cannot_leave(cast: Cast, room: Incident) -> None:
    before, version = told(room), rights(room)
    with pytest.raises(Refused, match="needs a lead"):
        remove_participant(place_of(room, cast.lead), by=cast.lead)
    with pytest.raises(Refused, match="needs a lead"):
        change_participant(place_of(room, cast.lead), role=Role.COMMS, is_cleared=True, by=cast.lead)
    assert place_of(room, cast.lead).role == Role.LEAD
    assert (told(room), rights(room)) == (before, version)


def test_a_lead_may_leave_to_another(cast: Cast, room: Incident) -> None:
    change_participant(place_of(room, cast.comms), role=Role.LEAD, is_cleared=False, by=cast.lead)
    remove_participant(place_of(room, cast.lead), by=cast.lead)
    assert room.participant(cast.lead) is None


def test_a_lead_whose_account_is_gone_is_no_lead(cast: Cast, room: Incident) -> None:
    change_participant(place_of(room, cast.comms), role=Role.LEAD, is_cleared=False, by=cast.lead)
    User.objects.filter(pk=cast.comms.pk).update(is_active=False)
    with pytest.raises(Refused, match="needs a lead"):
        remove_participant(place_of(room, cast.lead), by=cast.lead)


@pytest.mark.parametrize("person", ["comms", "counsel", "support", "executive"])
def test_while_nobody_leads_whoever_is_there_makes_somebody_lead(
    cast: Cast, room: Incident, person: str
) -> None:
    by = getattr(cast, person)
    with pytest.raises(Refused):
        appoint_lead(place_of(room, by), by=by)
    User.objects.filter(pk=cast.lead.pk).update(is_active=False)
    was_cleared = place_of(room, by).is_cleared
    place = appoint_lead(place_of(room, by), by=by)
    assert (place.role, place.is_cleared) == (Role.LEAD, was_cleared)
    said = told(room)[-1]
    assert (said.type, said.actor, said.payload["role"]) == ("participant.changed", by, "lead")
    with pytest.raises(Refused):  # there is a lead again
        appoint_lead(place_of(room, cast.legal), by=cast.legal)


def test_neither_a_guest_nor_a_stranger_chooses_who_leads_and_no_guest_does(
    cast: Cast, room: Incident
) -> None:
    User.objects.filter(pk__in=[cast.lead.pk, cast.support.pk]).update(is_active=False)
    before = told(room)
    for by in cast.guest, cast.stranger:
        with pytest.raises(Refused):
            appoint_lead(place_of(room, cast.comms), by=by)
    with pytest.raises(Refused, match="guest cannot lead"):
        appoint_lead(place_of(room, cast.guest), by=cast.comms)
    with pytest.raises(Refused, match="no longer active"):
        appoint_lead(place_of(room, cast.support), by=cast.comms)
    assert told(room) == before


def test_who_may_appoint_may_do_nothing_else_with_people(cast: Cast, room: Incident) -> None:
    User.objects.filter(pk=cast.lead.pk).update(is_active=False)
    before = told(room)
    with pytest.raises(Refused):
        invite(room, cast.stranger, role=Role.SUPPORT, by=cast.comms)
    with pytest.raises(Refused):
        change_participant(place_of(room, cast.comms), role=Role.LEAD, is_cleared=True, by=cast.comms)
    with pytest.raises(Refused):
        remove_participant(place_of(room, cast.guest), by=cast.comms)
    assert told(room) == before


# -- clearance -----------------------------------------------------------------------------------


def test_clearance_is_handed_on_by_those_who_have_it(cast: Cast, room: Incident) -> None:
    assert invite(room, cast.stranger, role=Role.LEGAL, is_cleared=True, by=cast.lead).is_cleared
    assert Stream.PRIVILEGED in place_of(room, cast.stranger).streams


def test_a_lead_without_it_can_neither_invite_with_it_nor_give_it_later(cast: Cast, room: Incident) -> None:
    change_participant(place_of(room, cast.comms), role=Role.LEAD, is_cleared=False, by=cast.lead)
    with pytest.raises(Refused, match="cleared can clear"):
        invite(room, cast.stranger, role=Role.LEGAL, is_cleared=True, by=cast.comms)
    with pytest.raises(Refused, match="cleared can clear"):
        change_participant(place_of(room, cast.comms), role=Role.LEAD, is_cleared=True, by=cast.comms)
    assert room.participant(cast.stranger) is None
    assert not place_of(room, cast.comms).is_cleared


def test_such_a_lead_may_still_move_a_cleared_person_and_take_clearance_away(
    cast: Cast, room: Incident
) -> None:
    change_participant(place_of(room, cast.comms), role=Role.LEAD, is_cleared=False, by=cast.lead)
    assert change_participant(
        place_of(room, cast.legal), role=Role.SUPPORT, is_cleared=True, by=cast.comms
    ).is_cleared
    change_participant(place_of(room, cast.legal), role=Role.SUPPORT, is_cleared=False, by=cast.comms)
    assert place_of(room, cast.legal).streams == {Stream.BRIEFING, Stream.WORKING}


def test_a_guest_is_never_cleared(cast: Cast, room: Incident) -> None:
    assert not invite(room, cast.stranger, role=Role.GUEST, is_cleared=True, by=cast.lead).is_cleared
    change_participant(place_of(room, cast.counsel), role=Role.GUEST, is_cleared=True, by=cast.lead)
    assert place_of(room, cast.counsel).streams == {Stream.BRIEFING}
