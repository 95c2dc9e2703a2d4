"""The figures as a page reads them; the same for whoever closes the room and for everyone who reads its work."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from approvals.waiting import waits_in
from incidents.models import Participant, Stream
from reporting.disagreements import disagreements, in_hours
from reporting.figures import Figures, figures
from reporting.open_matters import open_matters
from reporting.pictures import desks, reach
from reporting.pictures.album import album_of, until_when


@dataclass(frozen=True)
class Milestone:
    """One row of the table of times. Lengths in hours and minutes, empty where nothing is to be measured."""

    name: str
    at: datetime | None
    after_signal: str
    after_opening: str


def report_on(place: Participant) -> dict[str, Any]:
    """What `reporting/figures/_figures.html` reads. Nothing that a guest could not read in the story."""
    incident, reads_work = place.incident, Stream.WORKING in place.streams
    sums = figures(incident, streams=place.streams)
    album = album_of(place)
    return {
        "album": album,
        "reach": reach.draw(
            reach.counts_of(incident), since=sums.first_response_at, until=until_when(incident)
        ),
        "desks": desks.draw(
            sums.sign_off_waits, waits_in(incident) if reads_work else (), now=incident.now()
        ),
        "figures": sums,
        "milestones": list(_milestones(sums)),
        "disagreements": disagreements(sums),
        "open_matters": open_matters(sums),
        "reads_work": reads_work,
    }


def _milestones(sums: Figures) -> Iterator[Milestone]:
    for name, at in (
        (_("First signal"), sums.first_signal_at),
        (_("Room opened"), sums.opened_at),
        (_("First response"), sums.first_response_at),
        (_("Resolved"), sums.resolved_at),
        (_("Last message"), sums.last_message_at),
    ):
        yield Milestone(name, at, _after(sums.first_signal_at, at), _after(sums.opened_at, at))


def _after(start: datetime | None, end: datetime | None) -> str:
    return in_hours(end - start) if start and end and end > start else ""
