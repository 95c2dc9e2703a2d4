from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from approvals.actions.statements import draft_statement
from approvals.holding import holding_for
from approvals.models import StatementKind
from incidents.actions.rooms import open_room
from incidents.models import Incident, Kind, Severity


@transaction.atomic
def open_room_with_holding_statement(
    *,
    title: str,
    summary: str = "",
    severity: Severity,
    kind: Kind,
    by: User,
    is_exercise: bool = False,
    scenario: str = "",
    opened_at: datetime | None = None,
    key: UUID | None = None,
) -> Incident:
    """Open a room in which a first statement is already waiting as a draft. Raises Refused."""
    incident = open_room(
        title=title,
        summary=summary,
        severity=severity,
        kind=kind,
        by=by,
        is_exercise=is_exercise,
        scenario=scenario,
        opened_at=opened_at,
        key=key,
    )
    incident = Incident.objects.lock(incident.pk)
    if incident.statements.exists():  # the second press of one button
        return incident
    holding = holding_for(Kind(kind))
    with override(holding.language):  # a title is part of the record, and not of its reader's language
        title = _("Holding statement")
    draft_statement(
        incident,
        title=title,
        kind=StatementKind.HOLDING,
        text=holding.text,
        channels=holding.channels,
        language=holding.language,
        by=by,
    )
    return incident
