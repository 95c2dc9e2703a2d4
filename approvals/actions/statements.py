from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from approvals import policy
from approvals.actions.packing import lay_down, pack, wrap
from approvals.actions.presses import made_by_press
from approvals.entries import StatementDrafted
from approvals.models import Statement, StatementKind
from common.verdicts import require
from incidents.actions.posting import known_strands
from incidents.models import Fact, Incident
from incidents.timeline import record


@transaction.atomic
def draft_statement(
    incident: Incident,
    *,
    title: str,
    kind: StatementKind,
    text: str,
    channels: Iterable[str],
    citations: Sequence[Fact] = (),
    language: str = "en",
    strands: Iterable[str] = (),
    valid_until: datetime | None = None,
    spokespeople: Iterable[int] = (),
    by: User,
    key: UUID | None = None,
) -> Statement:
    """Begin a statement with its first revision. The same key twice finds the first. Raises Refused."""
    strands, channels = sorted(set(strands)), list(channels)
    incident = Incident.objects.lock(incident.pk)
    sent = wrap(text=text, channels=channels, language=language, citations=citations)
    if earlier := made_by_press(
        Statement,
        by=by,
        key=key,
        incident=incident,
        title=title,
        kind=kind,
        strands=strands,
        revisions__number=1,
        revisions__sha256=sent.sha256,
    ):
        return earlier
    require(policy.draft(by, incident))
    require(known_strands(incident, strands))
    package, facts = pack(incident, text=text, channels=channels, language=language, citations=citations)
    statement = Statement.objects.create(
        incident=incident, title=title, kind=kind, strands=strands, created_by=by, created_at=incident.now()
    )
    said = StatementDrafted(
        statement=statement.pk,
        title=title,
        kind=kind,
        number=1,
        sha=package.sha256[:12],
        words=len(package.text.split()),
    )
    statement.entry = record(incident, said, by=by, strands=strands, key=key)
    statement.save(update_fields=["entry"])
    lay_down(
        statement,
        1,
        package,
        facts,
        entry=statement.entry,
        valid_until=valid_until,
        spokespeople=spokespeople,
        by=by,
    )
    return statement
