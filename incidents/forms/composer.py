"""The composer: one box on the page, one form per type behind it."""

from dataclasses import dataclass

from django.utils.datastructures import MultiValueDict

from incidents.forms.entries import ENTRY_FORMS, EntryForm
from incidents.models import Incident, Participant


@dataclass
class Composer:
    """Every type's form, and which one is chosen. Only the chosen one is bound to what was sent."""

    incident: Incident
    forms: dict[str, EntryForm]
    chosen: str

    @classmethod
    def blank(cls, incident: Incident, place: Participant, *, chosen: str = "note") -> "Composer":
        forms = {slug: form(incident=incident, place=place) for slug, form in ENTRY_FORMS.items()}
        return cls(incident, forms, chosen)

    @classmethod
    def sent(cls, incident: Incident, place: Participant, data: "MultiValueDict[str, str]") -> "Composer":
        """The composer as it came back. An unknown type is read as a note, which asks the least."""
        chosen = data.get("type", "")
        chosen = chosen if chosen in ENTRY_FORMS else "note"
        forms = {
            slug: form(data if slug == chosen else None, incident=incident, place=place)
            for slug, form in ENTRY_FORMS.items()
        }
        return cls(incident, forms, chosen)

    @property
    def form(self) -> EntryForm:
        return self.forms[self.chosen]
