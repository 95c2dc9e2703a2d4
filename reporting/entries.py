from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self

from django.utils.translation import gettext_lazy as _

from incidents.entries import Entry, register
from incidents.entries.base import REDACTED
from incidents.models import Stream
from reporting.disagreements import in_hours
from reporting.figures import Figures
from reporting.payloads import from_payload, to_payload
from reporting.reach import Count


@register
@dataclass(frozen=True, kw_only=True)
class RoomClosed(Entry):
    """The end, with the figures as they stood at that moment. What was said about them stands in `note`."""

    type = "room.closed"
    label = _("Room closed")
    default_stream = Stream.BRIEFING
    template = "reporting/timeline/entries/room_closed.html"
    icon = "door-closed"
    personal = ("note",)

    resolved_at: datetime
    figures: dict[str, Any] = field(default_factory=dict)
    note: str = ""

    @classmethod
    def of(cls, sums: Figures, *, resolved_at: datetime) -> Self:
        reported = replace(sums.reported, note="")
        plain = to_payload(replace(sums, resolved_at=resolved_at, reported=reported))
        return cls(resolved_at=resolved_at, figures=plain, note=sums.reported.note)

    @property
    def told(self) -> Figures:
        sums = from_payload(self.figures)
        return replace(sums, reported=replace(sums.reported, note=self.note))

    def headline(self) -> str:
        length = self.told.to_resolution
        return (
            str(_("Resolved after %(length)s") % {"length": in_hours(length)}) if length else str(self.label)
        )

    def shred(self) -> Self:
        """Numbers stay; how they were counted was told in someone's words."""
        sums = self.told
        told = replace(
            sums,
            counts=tuple(_shredded(count) for count in sums.counts),
            net=_shredded(sums.net) if sums.net else None,
            reported=replace(sums.reported, note=REDACTED if self.note else ""),
        )
        return type(self).of(told, resolved_at=self.resolved_at)


def _shredded(count: Count) -> Count:
    return replace(count, method=REDACTED)
