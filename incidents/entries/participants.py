from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from incidents.entries.base import Entry, register
from incidents.models import Role


@dataclass(frozen=True, kw_only=True)
class ParticipantEntry(Entry):
    """What somebody is in the room from now on. `person` is their id: what is asked of a role, the gate asks of this
    entry, too (approvals/models/gate/slots.py). None in entries from before it was written down."""

    personal = ("name",)

    person: int | None = None
    name: str
    role: str
    is_cleared: bool = False

    @property
    def role_label(self) -> str:
        return str(Role(self.role).label)


@register
@dataclass(frozen=True, kw_only=True)
class ParticipantInvited(ParticipantEntry):
    type = "participant.invited"
    label = _("Invited")
    template = "incidents/timeline/entries/participant_invited.html"
    icon = "user-plus"


@register
@dataclass(frozen=True, kw_only=True)
class ParticipantChanged(ParticipantEntry):
    type = "participant.changed"
    label = _("Role changed")
    template = "incidents/timeline/entries/participant_changed.html"
    icon = "user-cog"

    was_role: str
    was_cleared: bool = False


@register
@dataclass(frozen=True, kw_only=True)
class ParticipantRemoved(ParticipantEntry):
    type = "participant.removed"
    label = _("Left the room")
    template = "incidents/timeline/entries/participant_removed.html"
    icon = "user-minus"
