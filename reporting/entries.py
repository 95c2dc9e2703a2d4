from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from incidents.entries import Entry, register
from incidents.models import Stream
from reporting.disagreements import in_hours
from reporting.figures import Figures
from reporting.payloads import from_payload


@register
@dataclass(frozen=True, kw_only=True)
class RoomClosed(Entry):
    """The end, with the figures as they stood at that moment."""

    type = "room.closed"
    label = _("Room closed")
    default_stream = Stream.BRIEFING
    template = "reporting/timeline/entries/room_closed.html"
    icon = "door-closed"
    personal = ("note",)

    resolved_at: datetime
    figures: dict[str, Any] = field(default_factory=dict)
    note: str = ""

    @property
    def told(self) -> Figures:
        return from_payload(self.figures)

    def headline(self) -> str:
        length = self.told.to_resolution
        return str(_("Resolved after %(length)s") % {"length": in_hours(length)}) if length else str(self.label)
