"""The composer: one box on the page, one form per type behind it."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.datastructures import MultiValueDict

from incidents.forms.entries import ENTRY_FORMS, EntryForm
from incidents.models import Incident, Participant


@dataclass
class Composer:
    """Every type's form, and which one is chosen. Only the chosen one is bound to what was sent, and as long as
    nobody draws the composer it is the only one that is made."""

    incident: Incident
    place: Participant
    chosen: str
    data: "MultiValueDict[str, str] | None" = None

    @classmethod
    def blank(cls, incident: Incident, place: Participant, *, chosen: str = "note") -> "Composer":
        return cls(incident, place, chosen)

    @classmethod
    def sent(cls, incident: Incident, place: Participant, data: "MultiValueDict[str, str]") -> "Composer":
        """The composer as it came back. An unknown type is read as a note, which asks the least."""
        chosen = data.get("type", "")
        return cls(incident, place, chosen if chosen in ENTRY_FORMS else "note", data)

    @cached_property
    def form(self) -> EntryForm:
        return self._make(self.chosen, self.data)

    @cached_property
    def forms(self) -> dict[str, EntryForm]:
        return {slug: self.form if slug == self.chosen else self._make(slug) for slug in ENTRY_FORMS}

    def _make(self, slug: str, data: "MultiValueDict[str, str] | None" = None) -> EntryForm:
        return ENTRY_FORMS[slug](data, incident=self.incident, place=self.place)
