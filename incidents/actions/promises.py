from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.verdicts import require
from incidents import policy
from incidents.entries import PromiseKept, PromiseMissed
from incidents.models import Incident, Promise, TimelineEntry
from incidents.timeline import record


def make_promise(entry: TimelineEntry, *, text: str = "", due_at: datetime, is_public: bool) -> Promise:
    """A clock for what `entry` promised; without `text`, to speak again. The caller, a deed of its own, has
    recorded the entry."""
    return Promise.objects.create(
        incident=entry.incident, entry=entry, text=text, due_at=due_at, is_public=is_public
    )


@transaction.atomic
def keep_promise(promise: Promise, *, by: User) -> TimelineEntry:
    """Say that what was promised has been done."""
    incident = Incident.objects.lock(promise.incident_id)
    promise = Promise.objects.select_related("entry", "incident").get(pk=promise.pk)
    require(policy.keep_promise(by, promise))
    said = PromiseKept(text=promise.text, due_at=promise.due_at, is_public=promise.is_public)
    kept = record(incident, said, by=by, refers_to=promise.entry)
    promise.kept_at = kept.clock_at
    promise.save(update_fields=["kept_at"])
    return kept


def note_missed_promises() -> int:
    """Put every promise that has just run out onto its room's timeline, once. Returns how many there were.

    Called by the clock as often as one likes, by as many processes as one likes: the promise's own row
    remembers that it was noted.
    """
    due = Promise.objects.unnoted().values_list("pk", "incident_id")
    return sum(_note_missed(pk, room) for pk, room in due)


@transaction.atomic
def _note_missed(pk: int, room: int) -> bool:
    incident = Incident.objects.lock(room)
    promise = Promise.objects.unnoted().filter(pk=pk).select_related("entry").first()
    if promise is None:
        return False
    said = PromiseMissed(text=promise.text, due_at=promise.due_at, is_public=promise.is_public)
    promise.missed_entry = record(
        incident, said, by=None, occurred_at=promise.due_at, refers_to=promise.entry
    )
    promise.save(update_fields=["missed_entry"])
    return True
