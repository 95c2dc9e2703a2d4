from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from incidents.entries.base import Entry, entry_class, register


@register
@dataclass(frozen=True, kw_only=True)
class EntryStruck(Entry):
    """A mistake, corrected: strikes an earlier entry, says why, and may say what is right."""

    type = "entry.struck"
    label = _("Correction")
    template = "incidents/timeline/entries/entry_struck.html"
    icon = "eraser"
    node = "learned"
    personal = ("text", "reason", "struck_text")

    reason: str
    text: str = ""
    struck_text: str
    struck_type: str

    @property
    def struck_label(self) -> str:
        return str(entry_class(self.struck_type).label)

    def headline(self) -> str:
        return self.text or self.reason
