"""The clocks in the rail: how long it has been, what is due, and what was heard meanwhile."""

from dataclasses import dataclass
from datetime import datetime

from incidents.models import Participant, Promise
from incidents.story import visible_entries
from reporting.pictures.album import album_of
from reporting.pictures.heard import Heard
from workspace.promises import promised


@dataclass(frozen=True)
class Clocks:
    """Moments by the room's clock. None where nothing has happened yet."""

    first_signal_at: datetime | None
    first_word_at: datetime | None
    next_update: Promise | None
    promises: list[Promise]
    heard: Heard | None


def clocks_of(place: Participant) -> Clocks:
    """The same moments that the room's figures will name at its end."""
    incident = place.incident
    album = album_of(place)
    open_promises = promised(visible_entries(incident, place.person))
    return Clocks(
        first_signal_at=album.first_signal_at,
        first_word_at=album.first_response_at,
        next_update=open_promises.next_update,
        promises=open_promises.to_someone,
        heard=album.heard,
    )
