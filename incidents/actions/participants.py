from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.verdicts import Refused, require
from incidents import policy
from incidents.entries import ParticipantChanged, ParticipantInvited, ParticipantRemoved
from incidents.models import Incident, Participant, Role
from incidents.timeline import record


@transaction.atomic
def invite(
    incident: Incident, person: User, *, role: Role, is_cleared: bool = False, by: User
) -> Participant:
    """Bring `person` into the room. Who was here before comes back to the same place. Raises Refused."""
    incident = Incident.objects.lock(incident.pk)
    require(policy.manage_people(by, incident))
    if is_cleared:
        require(policy.grant_clearance(by, incident))
    if not person.is_active:
        raise Refused(_("This account is no longer active."))
    if incident.participant(person):
        raise Refused(_("%(name)s is already in this room.") % {"name": person})
    return admit(incident, person, role=role, is_cleared=is_cleared, by=by)


def admit(incident: Incident, person: User, *, role: Role, is_cleared: bool, by: User) -> Participant:
    """Seat `person` and tell the room."""
    place, _created = Participant.objects.update_or_create(
        incident=incident,
        person=person,
        defaults={
            "role": role,
            "is_cleared": is_cleared and role != Role.GUEST,
            "invited_by": by,
            "invited_at": incident.now(),
            "removed_at": None,
        },
    )
    record(
        incident,
        ParticipantInvited(person=person.pk, name=str(person), role=role, is_cleared=place.is_cleared),
        by=by,
    )
    return place


@transaction.atomic
def change_participant(participant: Participant, *, role: Role, is_cleared: bool, by: User) -> Participant:
    """Give a participant another role or another clearance. Raises Refused."""
    incident = Incident.objects.lock(participant.incident_id)
    require(policy.manage_people(by, incident))
    place = Participant.objects.active().select_related("person").filter(pk=participant.pk).first()
    if place is None:
        raise Refused(_("This person has already left the room."))
    is_cleared = is_cleared and role != Role.GUEST
    if (place.role, place.is_cleared) == (role, is_cleared):
        return place
    if is_cleared and not place.is_cleared:
        require(policy.grant_clearance(by, incident))
    return _seat_anew(incident, place, role=role, is_cleared=is_cleared, by=by)


def _seat_anew(
    incident: Incident, place: Participant, *, role: Role, is_cleared: bool, by: User
) -> Participant:
    said = ParticipantChanged(
        person=place.person_id,
        name=str(place.person),
        role=role,
        is_cleared=is_cleared,
        was_role=place.role,
        was_cleared=place.is_cleared,
    )
    place.role, place.is_cleared = role, is_cleared
    place.save(update_fields=["role", "is_cleared"])
    keep_a_lead(incident)
    record(incident, said, by=by)
    return place


@transaction.atomic
def appoint_lead(participant: Participant, *, by: User) -> Participant:
    """Make a participant lead, with the clearance they have. In a room that nobody leads any more, whoever is
    in it may. Raises Refused."""
    incident = Incident.objects.lock(participant.incident_id)
    require(policy.appoint_lead(by, incident))
    place = Participant.objects.active().select_related("person").filter(pk=participant.pk).first()
    if place is None:
        raise Refused(_("This person has already left the room."))
    if not place.person.is_active:
        raise Refused(_("This account is no longer active."))
    if place.role == Role.LEAD:
        return place
    if place.role == Role.GUEST:
        raise Refused(_("A guest cannot lead. Choose somebody of the team."))
    return _seat_anew(incident, place, role=Role.LEAD, is_cleared=place.is_cleared, by=by)


@transaction.atomic
def remove_participant(participant: Participant, *, by: User) -> None:
    """End a participant's place. Their open page closes by itself. Raises Refused."""
    incident = Incident.objects.lock(participant.incident_id)
    require(policy.manage_people(by, incident))
    place = Participant.objects.active().select_related("person").filter(pk=participant.pk).first()
    if place is None:
        return
    place.removed_at = incident.now()
    place.save(update_fields=["removed_at"])
    keep_a_lead(incident)
    said = ParticipantRemoved(
        person=place.person_id, name=str(place.person), role=place.role, is_cleared=place.is_cleared
    )
    record(incident, said, by=by)


def keep_a_lead(incident: Incident) -> None:
    """A lead who can still sign in: an account that was deactivated leads nothing."""
    if not policy.is_led(incident):
        raise Refused(_("A room needs a lead. Make someone else lead first."))
