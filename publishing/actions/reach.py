from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from approvals.actions.presses import made_by_press
from common.verdicts import Refused, require
from incidents.models import Incident
from incidents.policy import happened
from incidents.timeline import record
from publishing import policy
from publishing.entries import ReachRecorded
from publishing.models import Basis, Publication, ReachSnapshot


@transaction.atomic
def record_reach(
    incident: Incident,
    *,
    publication: Publication | None = None,
    accounts: int,
    reposts: int | None = None,
    method: str,
    basis: str = Basis.GROSS,
    counted_at: datetime | None = None,
    by: User,
    key: UUID | None = None,
) -> ReachSnapshot:
    """Write down how many accounts words had reached, and how that was counted.

    Of one `publication`, or without one a net figure of the whole room: its gross is the sum of counts and
    is computed. `counted_at` defaults to the room's clock. Raises Refused.
    """
    incident = Incident.objects.lock(incident.pk)
    when: dict[str, Any] = {"counted_at": counted_at} if counted_at else {}
    if earlier := made_by_press(
        ReachSnapshot,
        by=by,
        key=key,
        incident=incident,
        publication=publication,
        accounts=accounts,
        reposts=reposts,
        method=method,
        basis=basis,
        **when,
    ):
        return earlier
    require(policy.record_reach(by, incident))
    require(happened(incident, counted_at))
    if publication is not None and publication.incident_id != incident.pk:
        raise Refused(_("That went out from another room."))
    if publication is None and basis != Basis.NET:
        raise Refused(_("Gross reach is the sum of what each publication reached. Record it there."))
    if not method.strip():
        raise Refused(_("Say how this was counted."))
    if accounts < 0 or (reposts or 0) < 0:
        raise Refused(_("A count is zero or more."))
    counted_at = counted_at or incident.now()
    said = ReachRecorded(
        accounts=accounts,
        reposts=reposts,
        method=method,
        basis=basis,
        counted_at=counted_at,
        title=publication.statement.title if publication else "",
        channel=publication.channel if publication else "",
    )
    entry = record(
        incident,
        said,
        by=by,
        occurred_at=counted_at,
        refers_to=publication.entry if publication else None,
        key=key,
    )
    return ReachSnapshot.objects.create(
        incident=incident,
        publication=publication,
        entry=entry,
        counted_at=counted_at,
        method=method,
        reposts=reposts,
        accounts=accounts,
        basis=basis,
    )
