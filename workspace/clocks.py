"""The clocks in the rail: how long it has been, and what is due."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min

from incidents.models import Participant, Promise
from incidents.story import visible_entries
from publishing.models import Publication
from reporting.figures import first_signal_at
from workspace.promises import promised


@dataclass(frozen=True)
class Clocks:
    """Moments by the room's clock. None where nothing has happened yet."""

    first_signal_at: datetime | None
    first_word_at: datetime | None
    next_update: Promise | None
    promises: list[Promise]


def clocks_of(place: Participant) -> Clocks:
    """The same moments that the room's figures will name at its end."""
    incident = place.incident
    sent = Publication.objects.filter(incident=incident)
    open_promises = promised(visible_entries(incident, place.person))
    return Clocks(
        first_signal_at=first_signal_at(incident, place.streams),
        first_word_at=sent.aggregate(first=Min("published_at"))["first"],
        next_update=open_promises.next_update,
        promises=open_promises.to_someone,
    )
