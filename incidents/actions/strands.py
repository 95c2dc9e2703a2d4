from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.verdicts import YES, Verdict, no, require
from incidents import policy
from incidents.entries import StrandChanged, StrandCreated
from incidents.models import Incident, Strand, letter_for
from incidents.timeline import already_recorded, record


def in_the_room(incident: Incident, owner: User | None) -> Verdict:
    if owner is not None and incident.participant(owner) is None:
        return no(_("A strand's owner must be in the room."))
    return YES


@transaction.atomic
def create_strand(
    incident: Incident,
    *,
    name: str,
    position: str = "",
    owner: User | None = None,
    by: User,
    key: UUID | None = None,
) -> Strand:
    """Keep one issue apart from the others. It takes the next letter. Raises Refused."""
    incident = Incident.objects.lock(incident.pk)
    asked = {"name": name, "position": position, "owner": str(owner or "")}
    if earlier := already_recorded(by, key, incident=incident, type=StrandCreated.type, payload=asked):
        return incident.strands.get(letter=earlier.payload["letter"])
    require(policy.manage_strands(by, incident))
    require(in_the_room(incident, owner))
    letter = letter_for(incident.strands.count())
    strand = Strand.objects.create(
        incident=incident, letter=letter, name=name, position=position, owner=owner
    )
    said = StrandCreated(letter=letter, name=name, position=position, owner=asked["owner"])
    record(incident, said, by=by, strands=[letter], key=key)
    return strand


@transaction.atomic
def change_strand(strand: Strand, *, name: str, position: str, owner: User | None, by: User) -> Strand:
    """Rename a strand, hand it on, or state our position. Raises Refused."""
    incident = Incident.objects.lock(strand.incident_id)
    require(policy.manage_strands(by, incident))
    require(in_the_room(incident, owner))
    strand = Strand.objects.get(pk=strand.pk)
    if (strand.name, strand.position, strand.owner_id) == (name, position, owner.pk if owner else None):
        return strand
    strand.name, strand.position, strand.owner = name, position, owner
    strand.save(update_fields=["name", "position", "owner"])
    said = StrandChanged(letter=strand.letter, name=name, position=position, owner=str(owner or ""))
    record(incident, said, by=by, strands=[strand.letter])
    return strand
