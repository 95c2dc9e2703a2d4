from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from incidents.actions.posting import post
from incidents.entries import CallLogged
from incidents.models import Incident, Promise, Stream, TimelineEntry


@transaction.atomic
def log_call(
    incident: Incident,
    *,
    with_whom: str,
    text: str = "",
    agreed: str = "",
    promised: str = "",
    promised_by: datetime | None = None,
    minutes: int | None = None,
    by: User,
    occurred_at: datetime | None = None,
    strands: Iterable[str] = (),
    stream: Stream | None = None,
    key: UUID | None = None,
) -> TimelineEntry:
    """Write down a conversation. What was promised with a time becomes a clock in the rail."""
    call = CallLogged(
        with_whom=with_whom,
        text=text,
        agreed=agreed,
        promised=promised,
        promised_by=promised_by,
        minutes=minutes,
        stream=stream,
    )
    entry, is_new = post(incident, call, by=by, occurred_at=occurred_at, strands=strands, key=key)
    if is_new and promised and promised_by:
        Promise.objects.create(incident=incident, entry=entry, text=promised, due_at=promised_by)
    return entry
