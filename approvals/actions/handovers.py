"""A deputy's turn: the time of who was asked has run out, or they are away."""

from collections.abc import Iterator

from accounts.models import User
from approvals import policy
from approvals.entries import SlotHandedOver
from approvals.models import Absence, Handover, Reason, Revision, Slot
from approvals.models.gate import REFUSALS
from common.gates import gate
from incidents.timeline import record


def hand_over(slot: Slot, to: User, reason: Reason) -> Handover:
    """Let `to` fill `slot` as well. The caller holds the statement and has asked `policy.stand_in`. Raises Refused
    when an absence has ended since."""
    revision = slot.request.revision
    statement = revision.statement
    said = SlotHandedOver(
        statement=statement.pk,
        title=statement.title,
        kind=statement.kind,
        number=revision.number,
        sha=revision.fingerprint,
        desk=slot.desk,
        person=to.pk,
        deputy=str(to),
        cause=reason,
    )
    entry = record(statement.incident, said, by=None, refers_to=statement.entry)
    with gate(REFUSALS):
        return Handover.objects.create(slot=slot, to=to, reason=reason, entry=entry, clock_at=entry.clock_at)


def hand_over_for_the_absent(revision: Revision) -> list[Handover]:
    """Hand every empty slot over to the deputies of those who were asked and are away. The caller holds the
    statement. A second time it finds nothing to do."""
    return [
        hand_over(slot, deputy, Reason.ABSENT)
        for slot in revision.open_slots
        for deputy in deputies_of_the_absent(slot)
    ]


def deputies_of_the_absent(slot: Slot) -> Iterator[User]:
    """Who could stand in for somebody who was asked, could sign and is away, and does not yet. An author, or
    somebody who has signed, sends nobody in their place."""
    revision = slot.request.revision
    signers = {each.signed.person_id for each in revision.slots if each.signed}
    asked = {
        place.person_id
        for place in revision.statement.incident.participants.all()
        if slot.is_asked_of(place)
        and place.person_id not in signers
        and place.person_id not in revision.statement.author_ids
    }
    away = Absence.objects.in_force().filter(person__in=asked).select_related("deputy").order_by("pk")
    # No room's lock keeps a person from coming back meanwhile; their absence's does.
    for deputy in dict.fromkeys(absence.deputy for absence in away.select_for_update(of=("self",))):
        if policy.stand_in(deputy, slot):
            yield deputy
