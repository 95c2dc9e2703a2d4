from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from incidents.entries.base import Entry, register
from incidents.models import Severity, Status, Stream


@register
@dataclass(frozen=True, kw_only=True)
class RoomOpened(Entry):
    type = "room.opened"
    label = _("Room opened")
    default_stream = Stream.BRIEFING
    template = "incidents/timeline/entries/room_opened.html"
    icon = "door-open"
    personal = ("title", "summary")

    title: str
    summary: str = ""
    severity: int
    kind: str
    is_exercise: bool = False


@register
@dataclass(frozen=True, kw_only=True)
class RoomChanged(Entry):
    """What the room is called, how bad it is, where it stands. `was_*` is None for what did not change."""

    type = "room.changed"
    label = _("Room")
    default_stream = Stream.BRIEFING
    template = "incidents/timeline/entries/room_changed.html"
    icon = "sliders-horizontal"
    personal = ("title", "summary", "was_title", "was_summary")

    severity: int
    status: str
    title: str
    summary: str = ""
    was_severity: int | None = None
    was_status: str | None = None
    was_title: str | None = None
    was_summary: str | None = None

    @property
    def severity_name(self) -> str:
        return Severity(self.severity).name

    @property
    def status_label(self) -> str:
        return str(Status(self.status).label)

    @property
    def is_resolved(self) -> bool:
        """The crisis is over and is now only watched."""
        return self.was_status == Status.OPEN and self.status == Status.MONITORING

    def headline(self) -> str:
        if self.is_resolved:
            return str(_("Resolved; we keep watching."))
        if self.was_status:
            return str(_("Now: %(status)s") % {"status": self.status_label})
        if self.was_severity:
            return str(_("Severity is now %(severity)s") % {"severity": self.severity_name})
        return self.title
