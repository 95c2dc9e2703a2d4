from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from accounts.models import User
from incidents.actions.posting import post
from incidents.entries import DecisionMade
from incidents.models import Incident, Stream, TimelineEntry


def make_decision(
    incident: Incident,
    *,
    text: str,
    reason: str = "",
    by: User,
    occurred_at: datetime | None = None,
    strands: Iterable[str] = (),
    stream: Stream | None = None,
    key: UUID | None = None,
) -> TimelineEntry:
    """Write down what was decided, and why, where everyone in the room can read it."""
    decision = DecisionMade(text=text, reason=reason, stream=stream)
    return post(incident, decision, by=by, occurred_at=occurred_at, strands=strands, key=key)[0]
