"""What goes through the channel layer: the row itself, so that no consumer has to ask the database for it."""

from datetime import datetime
from typing import Any

from accounts.models import User
from incidents.models import TimelineEntry
from incidents.rendering import Told, render, said_in

TIMES = ("occurred_at", "recorded_at", "clock_at")


def group_of(room: int, stream: str) -> str:
    return f"room-{room}-{stream}"


def event_of(row: TimelineEntry, actor: str) -> dict[str, Any]:
    return {
        "type": "entry.posted",
        "pk": row.pk,
        "incident": row.incident_id,
        "n": row.n,
        "stream": str(row.stream),
        "kind": row.type,
        "payload": row.payload,
        "strands": row.strands,
        "actor": actor,
        **{name: getattr(row, name).isoformat() for name in TIMES},
    }


def row_of(event: dict[str, Any]) -> TimelineEntry:
    times = {name: datetime.fromisoformat(event[name]) for name in TIMES}
    return TimelineEntry(
        pk=event["pk"],
        incident_id=event["incident"],
        n=event["n"],
        stream=event["stream"],
        type=event["kind"],
        payload=event["payload"],
        strands=event["strands"],
        actor=User(name=event["actor"]) if event["actor"] else None,
        **times,
    )


def html_of(row: TimelineEntry) -> str:
    """Drawn for each socket, as consumers built the usual way do: past what the product remembers of it."""
    return render.__wrapped__(Told(row, said_in(row)), "en")
