from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from incidents.entries.base import Entry, register


@dataclass(frozen=True, kw_only=True)
class StrandEntry(Entry):
    personal = ("name", "position", "owner")

    letter: str
    name: str
    position: str = ""
    owner: str = ""


@register
@dataclass(frozen=True, kw_only=True)
class StrandCreated(StrandEntry):
    type = "strand.created"
    label = _("Strand")
    template = "incidents/timeline/entries/strand_created.html"
    icon = "split"


@register
@dataclass(frozen=True, kw_only=True)
class StrandChanged(StrandEntry):
    type = "strand.changed"
    label = _("Strand")
    template = "incidents/timeline/entries/strand_changed.html"
    icon = "split"
