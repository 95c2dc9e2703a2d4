from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incidents.entries.base import Entry, register


@register
@dataclass(frozen=True, kw_only=True)
class FactPosted(Entry):
    type = "fact.posted"
    label = _("Fact")
    group = "fact"
    template = "incidents/timeline/entries/fact_posted.html"
    icon = "circle-dashed"
    node = "learned"
    strikable = True
    personal = ("text", "source")

    text: str
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class FactSettled(Entry):
    """A fact changed its state. Keeps where it came from, so that no one wonders when it became true."""

    group = "fact"
    node = "learned"
    personal = ("text", "source", "note")

    text: str
    source: str = ""
    note: str = ""
    was_state: str
    was_since: datetime


@register
@dataclass(frozen=True, kw_only=True)
class FactConfirmed(FactSettled):
    type = "fact.confirmed"
    label = _("Fact confirmed")
    template = "incidents/timeline/entries/fact_confirmed.html"
    icon = "check"


@register
@dataclass(frozen=True, kw_only=True)
class FactRefuted(FactSettled):
    type = "fact.refuted"
    label = _("Fact refuted")
    template = "incidents/timeline/entries/fact_refuted.html"
    icon = "octagon-x"
