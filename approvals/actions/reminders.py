"""The clock of every slot: a nudge at half time; when the time runs out, the deputy and the lead.

Called by the clock as often as one likes, late as one likes, by as many processes as one likes: what was done
is a row, and only one of each fits into the table. Silence never approves: an empty slot stays empty.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import DurationField, Exists, F, FloatField, Func, IntegerField, OuterRef, Q, Value
from django.db.models.functions import Now

from approvals import policy
from approvals.actions.handovers import hand_over, hand_over_for_the_absent
from approvals.entries import ClockEntry, LeadTold, SlotNudged, SlotRanOut
from approvals.models import Absence, Handover, Reason, Reminder, ReminderKind, Revision, Slot, Statement
from approvals.models.slot import SlotQuerySet
from incidents.models import Incident, Participant, Role
from incidents.timeline import record


def keep_sign_off_clocks() -> int:
    """Remind of every slot whose time is half over or has run out, and find deputies for the absent. Returns
    how much was put on timelines."""
    # Two cheap questions first: in most houses, at most times, there is nothing to look for.
    struck = _struck() if Slot.objects.filter(minutes__isnull=False).exists() else ()
    left = _left_by_the_absent() if Absence.objects.in_force().exists() else ()
    slots = dict.fromkeys([*struck, *left])
    return sum(_look_after(slot, room) for slot, room in slots)


def _struck() -> Iterator[tuple[int, int]]:
    """(slot, room) of every clock that has struck since it was looked at last."""
    kinds = Reminder.objects.filter(slot=OuterRef("pk"))
    half_told, lead_told = (
        kinds.filter(kind=kind) for kind in (ReminderKind.HALF_TIME, ReminderKind.LEAD_TOLD)
    )
    waiting = Slot.objects.having_their_turn().filter(minutes__isnull=False)
    half = Q(turn__lte=_ago(0.5)) & ~Exists(half_told)
    over = Q(turn__lte=_ago(1)) & ~Exists(lead_told)
    return _with_room(waiting.filter(half | over))


def _ago(part: float) -> Any:
    """`part` of the time that a slot allows, before what its room's clock says."""
    allowed = Func(
        F("minutes") * Value(part * 60, output_field=FloatField()),
        template="make_interval(secs => %(expressions)s)",
        output_field=DurationField(),
    )
    return Now() - F("request__revision__statement__incident__clock_offset") - allowed


def _left_by_the_absent() -> Iterator[tuple[int, int]]:
    """(slot, room) of every slot that somebody away was asked to fill, and whose deputy does not have it."""
    incident = OuterRef(OuterRef("request__revision__statement__incident"))
    named = Func(
        OuterRef(OuterRef("people")), F("person"), function="array_position", output_field=IntegerField()
    )
    here = Participant.objects.active().filter(incident=incident, person=OuterRef("person"))
    asked = here.annotate(named=named).filter(Q(role=OuterRef(OuterRef("role"))) | Q(named__isnull=False))
    has_it = Handover.objects.filter(slot=OuterRef(OuterRef("pk")), to=OuterRef("deputy"))
    away = Absence.objects.in_force().filter(Exists(asked), ~Exists(has_it))
    return _with_room(Slot.objects.having_their_turn().filter(Exists(away)))


def _with_room(slots: SlotQuerySet) -> Iterator[tuple[int, int]]:
    yield from slots.order_by("pk").values_list("pk", "request__revision__statement__incident")


@transaction.atomic
def _look_after(pk: int, room: int) -> int:
    """One slot, with the rooms of others left alone: where somebody is at work, the next round will do."""
    if not Incident.objects.select_for_update(skip_locked=True).filter(pk=room).exists():
        return 0
    slot = Slot.objects.select_related("request__revision__statement").get(pk=pk)
    held = Statement.objects.hold(slot.request.revision.statement)
    revision = Revision.objects.under(held, slot.request.revision)
    if held.incident.is_closed or not revision.is_current or revision.refuted or revision.open_changes:
        return 0  # it is not this slot that is being waited for
    slot = next(each for each in revision.slots if each.pk == pk)
    if slot.signed or not slot.since:
        return 0
    return len(_remind(slot, held.incident)) + len(hand_over_for_the_absent(revision))


def _remind(slot: Slot, incident: Incident) -> list[Reminder]:
    """What the clock has struck, each once and in its order, told as of when it did."""
    known = set(Reminder.objects.filter(slot=slot).values_list("kind", flat=True))
    struck: list[tuple[ReminderKind, datetime | None]] = [
        (ReminderKind.HALF_TIME, slot.half_at),
        (ReminderKind.RAN_OUT, slot.due_at),
        (ReminderKind.LEAD_TOLD, slot.due_at),
    ]
    now = incident.now()
    return [
        _tell(slot, kind, at) for kind, at in struck if at is not None and at <= now and kind not in known
    ]


def _tell(slot: Slot, kind: ReminderKind, at: datetime) -> Reminder:
    statement = slot.request.revision.statement
    entry = record(statement.incident, _said(slot, kind), by=None, occurred_at=at, refers_to=statement.entry)
    reminder = Reminder.objects.create(slot=slot, kind=kind, entry=entry, clock_at=entry.clock_at)
    if kind == ReminderKind.RAN_OUT and slot.deputy and policy.stand_in(slot.deputy, slot):
        hand_over(slot, slot.deputy, Reason.RAN_OUT)
    return reminder


def _said(slot: Slot, kind: ReminderKind) -> ClockEntry:
    revision = slot.request.revision
    assert slot.since  # its clock has struck, so it has a turn
    assert slot.due_at  # and a limit
    common: dict[str, Any] = {
        "statement": revision.statement_id,
        "title": revision.statement.title,
        "kind": revision.statement.kind,
        "number": revision.number,
        "sha": revision.fingerprint,
        "desk": slot.desk,
        "since": slot.since,
        "due_at": slot.due_at,
    }
    if kind == ReminderKind.HALF_TIME:
        return SlotNudged(**common, people=", ".join(map(str, slot.able)))
    if kind == ReminderKind.RAN_OUT:
        return SlotRanOut(**common)
    leads = revision.statement.incident.participants.active().filter(role=Role.LEAD, person__is_active=True)
    names = ", ".join(str(place.person) for place in leads.select_related("person"))
    return LeadTold(**common, leads=names)
