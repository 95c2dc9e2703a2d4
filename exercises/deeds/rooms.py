from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from accounts.models import User
from approvals.actions.rooms import open_room_with_holding_statement
from approvals.models import Statement
from exercises.deeds.registry import deed
from exercises.pack import CastMember
from exercises.stage import Stage
from incidents.actions.participants import change_participant, invite
from incidents.actions.rooms import change_room as change
from incidents.models import Incident, Severity, Status
from reporting.actions.closures import close_room as close


@deed(makes="statement")
def open_room(stage: Stage, *, by: User, opened_at: datetime) -> Statement:
    """Opens the exercise and seats the cast. Makes the holding statement that waits in every new room."""
    pack = stage.pack
    room = open_room_with_holding_statement(
        title=pack.title,
        summary=pack.summary,
        severity=pack.severity,
        kind=pack.kind,
        by=by,
        is_exercise=True,
        scenario=pack.slug,
        opened_at=opened_at,
        key=uuid4(),
    )
    stage.incident = room.pk
    for member in pack.cast.values():
        seat(room, stage.people[member.key], member, by=by)
    return Statement.objects.get(incident=room)


def seat(room: Incident, person: User, member: CastMember, *, by: User) -> None:
    """Give a member of the cast their place, whether or not the team on duty already has them in the room."""
    if place := room.participant(person):
        change_participant(place, role=member.role, is_cleared=member.cleared, by=by)
    else:
        invite(room, person, role=member.role, is_cleared=member.cleared, by=by)


@deed()
def change_room(
    stage: Stage,
    *,
    severity: Severity | None = None,
    status: Status | None = None,
    title: str | None = None,
    summary: str | None = None,
    by: User,
    occurred_at: datetime,
) -> None:
    change(
        stage.room,
        severity=severity,
        status=status,
        title=title,
        summary=summary,
        by=by,
        occurred_at=occurred_at,
    )


@deed()
def close_room(stage: Stage, *, reported: Mapping[str, Any] | None = None, by: User) -> None:
    """Closes with figures computed from the timeline, beside those that were `reported`."""
    close(stage.room, reported=reported, by=by)
