"""The pictures that more than one page shows, for one reader."""

from dataclasses import dataclass
from datetime import datetime

from incidents.models import Incident, Participant, Status, Stream
from reporting.figures import resolved_at_of, to_the_second
from reporting.models import Closure
from reporting.pictures import heard, response
from reporting.pictures.sent import Sent, first_statement_at, sent_from


@dataclass(frozen=True)
class Album:
    """`heard` is None for a guest who may read no signal: "none" would be said of the others, too."""

    heard: heard.Heard | None
    response: response.Response
    first_signal_at: datetime | None
    sent: list[Sent]

    @property
    def first_response_at(self) -> datetime | None:
        return self.sent[0].at if self.sent else None


def album_of(place: Participant) -> Album:
    """In two questions about an open room, however long its story is. Nothing privileged counts, whoever looks: these
    are the numbers of the figures."""
    incident = place.incident
    quarters = heard.quarters_of(incident, place.streams)
    sent = sent_from(incident)
    reads_work = Stream.WORKING in place.streams
    until = until_when(incident)
    opened_at = to_the_second(incident.opened_at)
    first_signal_at = quarters[0].first_at if quarters else None
    return Album(
        heard=heard.draw(quarters, sent, opened_at=opened_at, until=until)
        if quarters or reads_work
        else None,
        response=response.draw(
            first_signal_at=first_signal_at,
            opened_at=opened_at,
            first_response_at=sent[0].at if sent else None,
            statement_at=first_statement_at(sent),
            resolved_at=_resolved_at(incident),
            until=until,
            reads_work=reads_work,
        ),
        first_signal_at=first_signal_at,
        sent=sent,
    )


def until_when(incident: Incident) -> datetime:
    """Now by the room's clock; in a closed room, when it was closed."""
    closure = _closure(incident)
    return closure.closed_at if closure else incident.now()


def _resolved_at(incident: Incident) -> datetime | None:
    if closure := _closure(incident):
        return closure.resolved_at
    return None if incident.status == Status.OPEN else resolved_at_of(incident)


def _closure(incident: Incident) -> Closure | None:
    """A room that is open has none, and need not be asked."""
    return getattr(incident, "closure", None) if incident.is_closed else None
