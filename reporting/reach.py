"""Whom the words reached: what was counted per publication, and what was reported for all of them."""

from dataclasses import dataclass
from typing import Any, Self

from incidents.models import Incident
from publishing.models import Basis, ReachSnapshot


@dataclass(frozen=True, kw_only=True)
class Count:
    """One count of people, with its method. A count without its method says nothing."""

    accounts: int
    method: str
    reposts: int | None = None

    @classmethod
    def of(cls, snapshot: ReachSnapshot) -> Self:
        return cls(accounts=snapshot.accounts, method=snapshot.method, reposts=snapshot.reposts)

    def to_payload(self) -> dict[str, Any]:
        return {"accounts": self.accounts, "method": self.method, "reposts": self.reposts}


def gross_counts(incident: Incident) -> tuple[Count, ...]:
    """The latest gross count of every publication that has one, in the order they went out."""
    latest = ReachSnapshot.objects.filter(incident=incident).latest_gross()
    return tuple(Count.of(snapshot) for snapshot in latest)


def net_count(incident: Incident) -> Count | None:
    """The latest net count for the room as a whole, or None."""
    net = ReachSnapshot.objects.filter(incident=incident, publication=None, basis=Basis.NET)
    latest = net.order_by("counted_at", "pk").last()
    return Count.of(latest) if latest else None
