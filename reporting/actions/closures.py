from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from approvals.actions.presses import made_by_press
from common.verdicts import require
from incidents.models import Incident, Status
from incidents.policy import happened
from incidents.timeline import record
from reporting import policy
from reporting.entries import RoomClosed
from reporting.figures import figures
from reporting.models import Closure
from reporting.reported import Reported


@transaction.atomic
def close_room(
    incident: Incident,
    *,
    resolved_at: datetime | None = None,
    reported: Mapping[str, Any] | None = None,
    by: User,
    key: UUID | None = None,
) -> Closure:
    """End a room with its figures, and what was `reported` beside them (`messages`, `reach`, `work_hours`,
    `note`). A room that nobody declared resolved is resolved now, unless `resolved_at` says when.

    Raises Refused for anyone but the lead and for a room that is closed; ValidationError for what cannot be
    reported.
    """
    incident = Incident.objects.lock(incident.pk)
    said = Reported.read(reported)
    when: dict[str, Any] = {"resolved_at": resolved_at} if resolved_at else {}
    if earlier := made_by_press(
        Closure, by=by, key=key, incident=incident, reported=said.to_payload(), **when
    ):
        return earlier
    require(policy.close_room(by, incident))
    require(happened(incident, resolved_at))
    closed_at = incident.now()
    sums = figures(incident, reported=said, resolved_at=resolved_at)
    resolved_at = sums.resolved_at or closed_at
    entry = record(incident, RoomClosed.of(sums, resolved_at=resolved_at), by=by, key=key)
    incident.status = Status.CLOSED
    incident.save(update_fields=["status"])
    return Closure.objects.create(
        incident=incident,
        entry=entry,
        closed_by=by,
        closed_at=closed_at,
        resolved_at=resolved_at,
        reported=said.to_payload(),
    )
