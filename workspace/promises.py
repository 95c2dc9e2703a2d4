"""What a room has promised and not yet kept."""

from dataclasses import dataclass

from incidents.models import Promise
from incidents.models.timeline_entry import TimelineEntryQuerySet


@dataclass(frozen=True)
class Promised:
    """Open promises, the soonest first: the next one to the public, and those made to someone."""

    next_update: Promise | None
    to_someone: list[Promise]


def promised(entries: TimelineEntryQuerySet) -> Promised:
    """What `entries`, those that one reader may see, have promised."""
    promises = list(
        Promise.objects.filter(entry__in=entries).open().select_related("entry").order_by("due_at")
    )
    return Promised(
        next_update=next((promise for promise in promises if promise.is_public), None),
        to_someone=[promise for promise in promises if not promise.is_public],
    )
