"""What went out, as pictures mark it: when and where, without its words."""

from dataclasses import dataclass
from datetime import datetime

from approvals.models import Channel, StatementKind
from incidents.models import Incident
from publishing.models import Publication


@dataclass(frozen=True)
class Sent:
    at: datetime
    channel: str
    kind: str

    @property
    def where(self) -> str:
        return str(Channel(self.channel).label)


def sent_from(incident: Incident) -> list[Sent]:
    """In the order in which it went out. It is for everyone in the room."""
    publications = Publication.objects.filter(incident=incident).order_by("published_at", "pk")
    return [Sent(*row) for row in publications.values_list("published_at", "channel", "statement__kind")]


def first_statement_at(sent: list[Sent]) -> datetime | None:
    """When we first said in a press statement what we stand for."""
    return next((each.at for each in sent if each.kind == StatementKind.PRESS), None)
