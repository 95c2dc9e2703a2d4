"""What a room has promised and not yet kept, for one reader."""

from dataclasses import dataclass

from accounts.models import User
from incidents.models import Incident, Promise


@dataclass(frozen=True)
class Promised:
    """Open promises, the soonest first: the next one to the public, and those made to someone."""

    next_update: Promise | None
    to_someone: list[Promise]


def promised(incident: Incident, user: User) -> Promised:
    theirs = Promise.objects.visible_to(user).filter(incident=incident)
    promises = list(theirs.open().select_related("entry").order_by("due_at"))
    return Promised(
        next_update=next((promise for promise in promises if promise.is_public), None),
        to_someone=[promise for promise in promises if not promise.is_public],
    )
