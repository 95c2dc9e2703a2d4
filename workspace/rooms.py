"""The list of rooms on the first page."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, F, Q

from accounts.models import User
from approvals.models import Statement
from approvals.waiting import waits_for
from incidents.models import Incident, Question, Status

OPEN_FIRST = {Status.OPEN: 0, Status.MONITORING: 1, Status.CLOSED: 2}


@dataclass(frozen=True)
class RoomLine:
    """A room, and how many signatures and answers in it wait for the reader."""

    incident: Incident
    waiting: int
    people: int


def rooms_of(user: User) -> list[RoomLine]:
    """`user`'s rooms, open ones first, then by how bad it is, then latest first. Queries do not grow with rooms."""
    rooms = Incident.objects.visible_to(user)
    statements = Statement.objects.visible_to(user).exclude(incident__status=Status.CLOSED).told()
    waiting = Counter(wait.statement.incident_id for wait in waits_for(user, statements))
    waiting.update(_questions(user))
    people = dict(
        Incident.objects.filter(pk__in=rooms.values("pk"))
        .annotate(here=Count("participants", filter=Q(participants__removed_at=None)))
        .values_list("pk", "here")
    )
    lines = [RoomLine(room, waiting[room.pk], people[room.pk]) for room in rooms]
    return sorted(lines, key=lambda line: (OPEN_FIRST[Status(line.incident.status)], line.incident.severity))


def _questions(user: User) -> list[int]:
    """The room of every open question that lies on this person's desk."""
    asked = Question.objects.visible_to(user).open().exclude(incident__status=Status.CLOSED)
    mine = asked.filter(
        incident__participants__person=user,
        incident__participants__removed_at=None,
        incident__participants__role=F("asked_of"),
    )
    return list(mine.values_list("incident_id", flat=True))
