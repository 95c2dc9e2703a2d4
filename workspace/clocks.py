"""The clocks in the rail: how long it has been, and what is due."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from incidents.models import Incident, Promise
from incidents.story import visible_entries
from publishing.models import Publication


@dataclass(frozen=True)
class Clocks:
    """Moments by the room's clock. None where nothing has happened yet."""

    first_signal_at: datetime | None
    first_word_at: datetime | None
    next_update: Promise | None
    promises: list[Promise]


def clocks_of(incident: Incident, user: User) -> Clocks:
    signals = visible_entries(incident, user).filter(type="signal.posted").order_by("occurred_at")
    promises = list(
        Promise.objects.visible_to(user)
        .filter(incident=incident)
        .open()
        .select_related("entry")
        .order_by("due_at")
    )
    return Clocks(
        first_signal_at=signals.values_list("occurred_at", flat=True).first(),
        first_word_at=Publication.objects.filter(incident=incident)
        .order_by("published_at")
        .values_list("published_at", flat=True)
        .first(),
        next_update=next((promise for promise in promises if promise.is_public), None),
        promises=[promise for promise in promises if not promise.is_public],
    )
