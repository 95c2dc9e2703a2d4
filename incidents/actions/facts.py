from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from common.verdicts import require
from incidents import policy
from incidents.actions.posting import post
from incidents.entries import FactConfirmed, FactPosted, FactRefuted, FactSettled
from incidents.models import Fact, FactState, Incident, Stream, TimelineEntry
from incidents.timeline import already_recorded, record

SETTLED: dict[FactState, type[FactSettled]] = {
    FactState.CONFIRMED: FactConfirmed,
    FactState.REFUTED: FactRefuted,
}


@transaction.atomic
def post_fact(
    incident: Incident,
    *,
    text: str,
    source: str = "",
    by: User,
    occurred_at: datetime | None = None,
    strands: Iterable[str] = (),
    stream: Stream | None = None,
    key: UUID | None = None,
) -> Fact:
    """Put a claim before the room. It starts unverified, whoever says it."""
    posted = FactPosted(text=text, source=source, stream=stream)
    entry, is_new = post(incident, posted, by=by, occurred_at=occurred_at, strands=strands, key=key)
    if not is_new:
        return Fact.objects.get(entry=entry)
    return Fact.objects.create(
        entry=entry, incident=entry.incident, text=text, source=source, state_since=entry.clock_at
    )


def confirm_fact(
    fact: Fact,
    *,
    by: User,
    source: str = "",
    note: str = "",
    occurred_at: datetime | None = None,
    key: UUID | None = None,
) -> TimelineEntry:
    """Vouch for a fact. `source` says by what."""
    return _settle(
        fact, FactState.CONFIRMED, by=by, source=source, note=note, occurred_at=occurred_at, key=key
    )


def refute_fact(
    fact: Fact,
    *,
    by: User,
    source: str = "",
    note: str = "",
    occurred_at: datetime | None = None,
    key: UUID | None = None,
) -> TimelineEntry:
    """Take a fact back. From this commit on, nothing that cites it can go out."""
    return _settle(fact, FactState.REFUTED, by=by, source=source, note=note, occurred_at=occurred_at, key=key)


@transaction.atomic
def _settle(
    fact: Fact,
    state: FactState,
    *,
    by: User,
    source: str,
    note: str,
    occurred_at: datetime | None,
    key: UUID | None,
) -> TimelineEntry:
    incident = Incident.objects.lock(fact.incident_id)
    if earlier := already_recorded(
        by,
        key,
        type=SETTLED[state].type,
        refers_to=fact.entry,
        payload={"source": source, "note": note},
        occurred_at=occurred_at,
    ):
        return earlier
    fact = Fact.objects.select_related("entry", "incident").get(pk=fact.pk)
    require(policy.settle_fact(by, fact, to=state))
    require(policy.happened(incident, occurred_at))
    said = SETTLED[state](
        text=fact.text, source=source, note=note, was_state=fact.state, was_since=fact.state_since
    )
    entry = record(incident, said, by=by, occurred_at=occurred_at, refers_to=fact.entry, key=key)
    fact.state, fact.state_since, fact.verifier = state, entry.clock_at, by
    fact.save(update_fields=["state", "state_since", "verifier"])
    return entry
