from uuid import UUID

from django.db import transaction

from accounts.models import User
from common.verdicts import require
from incidents import policy
from incidents.entries import EntryStruck, entry_class
from incidents.models import Fact, FactState, Incident, Promise, Question, TimelineEntry
from incidents.timeline import already_recorded, record


@transaction.atomic
def strike_entry(
    entry: TimelineEntry, *, reason: str, text: str = "", by: User, key: UUID | None = None
) -> TimelineEntry:
    """Correct a mistake: strike `entry`, say why, and with `text` say what is right.

    What hung on the struck words goes with them: a struck fact is refuted, a struck question is no longer
    open, a struck call's promise is withdrawn.
    """
    incident = Incident.objects.lock(entry.incident_id)
    if earlier := already_recorded(
        by, key, type=EntryStruck.type, refers_to=entry, payload={"reason": reason, "text": text}
    ):
        return earlier
    entry = TimelineEntry.objects.select_related("incident").get(pk=entry.pk)
    require(policy.strike(by, entry))
    struck = entry_class(entry.type).from_payload(entry.payload)
    said = EntryStruck(reason=reason, text=text, struck_text=struck.headline(), struck_type=struck.type)
    correction = record(incident, said, by=by, refers_to=entry, key=key)
    Fact.objects.filter(entry=entry).exclude(state=FactState.REFUTED).update(
        state=FactState.REFUTED, state_since=correction.clock_at, verifier=by
    )
    Question.objects.filter(entry=entry).open().update(answered_at=correction.clock_at)
    Promise.objects.filter(entry=entry).open().update(withdrawn_at=correction.clock_at)
    return correction
