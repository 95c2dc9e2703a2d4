"""The list of rooms on the first page."""

from dataclasses import dataclass

from accounts.models import User
from incidents.models import Incident, Status
from workspace.desk import desk_of


@dataclass(frozen=True)
class RoomLine:
    """A room, and how many things in it wait for the reader."""

    incident: Incident
    waiting: int
    people: int


def rooms_of(user: User) -> list[RoomLine]:
    """`user`'s rooms, open ones first, then by how bad it is, then latest first."""
    lines = []
    for incident in Incident.objects.visible_to(user):
        place = incident.participant(user)
        if place is None:
            continue
        waiting = 0 if incident.is_closed else desk_of(user, place, incident).waiting
        lines.append(RoomLine(incident, waiting, incident.participants.active().count()))
    order = {Status.OPEN: 0, Status.MONITORING: 1, Status.CLOSED: 2}
    return sorted(lines, key=lambda line: (order[Status(line.incident.status)], line.incident.severity))
