"""Lines to take, signed beforehand."""

from datetime import timedelta
from typing import Any

from approvals.models import Revision, StatementKind
from incidents.models import Incident
from tests.approvals.proofs import a_signed_revision, an_asked_revision
from tests.cast import Cast

LINE = "We have written to the owner and are waiting for his answer."


def fields(cast: Cast, room: Incident, **changed: Any) -> dict[str, Any]:
    return {
        "title": "When asked about the letter",
        "kind": StatementKind.LINE,
        "text": LINE,
        "channels": ["x", "email"],
        "spokespeople": [cast.support.pk, cast.comms.pk],
        "valid_until": room.now() + timedelta(hours=2),
        **changed,
    }


def a_line(cast: Cast, room: Incident, **changed: Any) -> Revision:
    """Signed by comms and counsel; support and comms may say it for two hours."""
    return a_signed_revision(cast, room, **fields(cast, room, **changed))


def an_unsigned_line(cast: Cast, room: Incident, **changed: Any) -> Revision:
    return an_asked_revision(cast, room, **fields(cast, room, **changed))
