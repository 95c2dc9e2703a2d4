"""What waits for whom. Asked by desks, by executives and by figures; in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from approvals.models import Review, Revision, Slot, Statement
from incidents.models import Incident


@dataclass(frozen=True)
class Wait:
    """An empty slot whose turn it is, and who could fill it. `people` is empty when nobody in the room can."""

    revision: Revision
    slot: Slot
    people: tuple[User, ...]

    @property
    def statement(self) -> Statement:
        return self.revision.statement

    @property
    def since(self) -> datetime:
        """When its turn began, by the room's clock."""
        return self.slot.since or self.slot.clock_at

    @property
    def due_at(self) -> datetime | None:
        """When the time allowed is over, by the room's clock; None when there is no limit."""
        return self.slot.due_at

    @property
    def is_late(self) -> bool:
        return self.due_at is not None and self.due_at <= self.statement.incident.now()


@dataclass(frozen=True)
class Mending:
    """Changes that were asked for and wait for a new revision, by anyone who holds the pen."""

    revision: Revision
    review: Review

    @property
    def statement(self) -> Statement:
        return self.revision.statement

    @property
    def since(self) -> datetime:
        return self.review.clock_at


def waits_among(statements: Iterable[Statement]) -> list[Wait]:
    """Every empty slot whose turn it is, the longest wait first. `statements` are `told()`."""
    waits = [
        Wait(revision, slot, slot.able)
        for revision in _asked(statements)
        if not revision.refuted and not revision.open_changes
        for slot in revision.open_slots
        if slot.since and (len(revision.open_slots) > 1 or not revision.blocks)
    ]
    return sorted(waits, key=lambda wait: wait.since)


def waits_in(incident: Incident) -> list[Wait]:
    return waits_among(Statement.objects.filter(incident=incident).told())


def slots_waiting_for(user: User, incident: Incident) -> list[Wait]:
    """The slots that `user` can fill now, the longest wait first."""
    return waits_for(user, Statement.objects.filter(incident=incident).told())


def waits_for(user: User, statements: Iterable[Statement]) -> list[Wait]:
    """Of `statements`, which are `told()`, the slots that `user` can fill now, the longest wait first."""
    return [wait for wait in waits_among(statements) if user in wait.people]


def mendings_among(statements: Iterable[Statement]) -> list[Mending]:
    """Every unanswered request for changes, and every comment that has to be settled first; the longest wait
    first. `statements` are `told()`."""
    mendings = [
        Mending(revision, review)
        for revision in _asked(statements)
        for review in dict.fromkeys([*revision.open_changes, *revision.blocks])
    ]
    return sorted(mendings, key=lambda mending: mending.since)


def mendings_in(incident: Incident) -> list[Mending]:
    return mendings_among(Statement.objects.filter(incident=incident).told())


def _asked(statements: Iterable[Statement]) -> list[Revision]:
    """Current revisions under review, in rooms where anything can still be done."""
    return [
        statement.current
        for statement in statements
        if statement.current.asked and not statement.incident.is_closed
    ]
