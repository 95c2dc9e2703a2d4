from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.verdicts import Refused, require
from incidents import policy
from incidents.actions.participants import admit
from incidents.entries import RoomChanged, RoomOpened
from incidents.models import DutyAssignment, Incident, Kind, Role, Severity, Status
from incidents.timeline import SENT_BEFORE, record


@transaction.atomic
def open_room(
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
    """Open a room, lead it, and call the team on duty. `opened_at` sets an exercise's clock; a real room's
    clock is the time. A second press with the same key finds the room of the first. Raises Refused."""
    # There is no room to lock yet: two presses queue here. The weaker lock lets others name this person
    # meanwhile, for two who are on each other's duty list may open rooms at the same moment.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    require(policy.open_room(by))
    if opened_at is not None and not is_exercise:
        raise Refused(_("Only an exercise has a clock of its own."))
    offset = timezone.now() - opened_at if opened_at else timedelta()
    opened = RoomOpened(title=title, summary=summary, severity=severity, kind=kind, is_exercise=is_exercise)
    if key and (earlier := Incident.objects.filter(opened_by=by, opening_key=key).first()):
        if not earlier.entries.filter(type=opened.type, payload=opened.to_payload()).exists():
            raise Refused(SENT_BEFORE)
        return earlier
    incident = Incident.objects.create(
        title=title,
        summary=summary,
        severity=severity,
        kind=kind,
        is_exercise=is_exercise,
        scenario=scenario,
        clock_offset=offset,
        opened_by=by,
        opened_at=opened_at or timezone.now(),
        opening_key=key,
    )
    record(Incident.objects.lock(incident.pk), opened, by=by)
    duty = DutyAssignment.objects.select_related("person").filter(person__is_active=True)
    cleared = any(seat.is_cleared for seat in duty if seat.person_id == by.pk)
    admit(incident, by, role=Role.LEAD, is_cleared=cleared, by=by)
    for seat in duty:
        if seat.person_id != by.pk:
            admit(incident, seat.person, role=Role(seat.role), is_cleared=seat.is_cleared, by=by)
    return incident


@transaction.atomic
def change_room(
    incident: Incident,
    *,
    by: User,
    severity: Severity | None = None,
    status: Status | None = None,
    title: str | None = None,
    summary: str | None = None,
    occurred_at: datetime | None = None,
) -> Incident:
    """Change what the room is called, how bad it is or where it stands. Closing is a deed of its own.
    A change that changes nothing records nothing. Raises Refused."""
    incident = Incident.objects.lock(incident.pk)
    require(policy.change_room(by, incident))
    require(policy.happened(incident, occurred_at))
    if status == Status.CLOSED:
        raise Refused(_("Close the room with its figures, from the closing page."))
    wanted = {"severity": severity, "status": status, "title": title, "summary": summary}
    was = {
        name: getattr(incident, name)
        for name, value in wanted.items()
        if value is not None and value != getattr(incident, name)
    }
    if not was:
        return incident
    for name in was:
        setattr(incident, name, wanted[name])
    incident.save(update_fields=list(was))
    said = RoomChanged(
        severity=incident.severity,
        status=incident.status,
        title=incident.title,
        summary=incident.summary,
        was_severity=was.get("severity"),
        was_status=was.get("status"),
        was_title=was.get("title"),
        was_summary=was.get("summary"),
    )
    record(incident, said, by=by, occurred_at=occurred_at)
    return incident


@transaction.atomic
def set_clock(incident: Incident, *, now: datetime, by: User) -> Incident:
    """Set what an exercise's clock says. Raises Refused for a real room: there, time is what it is."""
    incident = Incident.objects.lock(incident.pk)
    require(policy.change_room(by, incident))
    if not incident.is_exercise:
        raise Refused(_("Only an exercise has a clock of its own."))
    incident.clock_offset = timezone.now() - now
    incident.save(update_fields=["clock_offset"])
    return incident
