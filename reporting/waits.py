"""How long each desk took to answer when it was asked to sign."""

import statistics
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from approvals.models import Review, ReviewKind, SignOffRequest
from incidents.models import Incident, Role


@dataclass(frozen=True, kw_only=True)
class DeskWait:
    """The waits of one desk: how many it answered, the median and the longest."""

    role: Role
    count: int
    median: timedelta
    longest: timedelta


def waits_by_desk(incident: Incident) -> tuple[DeskWait, ...]:
    """Every desk that answered at least once, in the order of `Role`; by the room's clock, to the second."""
    waits: dict[Role, list[float]] = defaultdict(list)
    for role, wait in _waits(incident):
        waits[role].append(wait.total_seconds())
    return tuple(
        DeskWait(
            role=role,
            count=len(waits[role]),
            median=timedelta(seconds=round(statistics.median(waits[role]))),
            longest=timedelta(seconds=round(max(waits[role]))),
        )
        for role in Role
        if role in waits
    )


def _waits(incident: Incident) -> Iterator[tuple[Role, timedelta]]:
    """A desk has answered when someone there signs, or asks for changes: both end the wait.
    Questions still open, and those a new revision made moot, are nobody's answer."""
    refusals = _first_refusals(incident)
    requests = SignOffRequest.objects.filter(revision__statement__incident=incident)
    for request in requests.prefetch_related("slots__sign_off__entry"):
        for slot in request.slots.all():
            # Who was asked by name answers for the desk where they sat then.
            role = slot.role or (slot.given.entry.payload["role"] if slot.given else "")
            answers = [slot.given and slot.given.clock_at, refusals.get((request.revision_id, role))]
            answered_at = min((answer for answer in answers if answer), default=None)
            if answered_at and role:
                yield Role(role), max(answered_at - (slot.since or slot.clock_at), timedelta())


def _first_refusals(incident: Incident) -> dict[tuple[int, str], datetime]:
    """When each desk first asked for changes to a revision, by (revision, role)."""
    asked = Review.objects.filter(revision__statement__incident=incident, kind=ReviewKind.CHANGES_REQUESTED)
    first: dict[tuple[int, str], datetime] = {}
    for review in asked.select_related("entry").order_by("pk"):
        desk = review.entry.payload["role"]  # where its author sat then, and not where they sit today
        first.setdefault((review.revision_id, desk), review.clock_at)
    return first
