"""What people put on the timeline with the composer: signal, decision, call, note."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incidents.entries.base import Entry, register
from incidents.models import Stream


@register
@dataclass(frozen=True, kw_only=True)
class SignalPosted(Entry):
    """Something heard outside. `reach` counts people, `volume` the posts this one line stands for."""

    type = "signal.posted"
    label = _("Signal")
    group = "signal"
    template = "incidents/timeline/entries/signal_posted.html"
    icon = "radio"
    node = "learned"
    strikable = True
    personal = ("text", "source", "author", "url")

    text: str
    source: str
    url: str = ""
    author: str = ""
    reach: int | None = None
    volume: int = 1


@register
@dataclass(frozen=True, kw_only=True)
class DecisionMade(Entry):
    type = "decision.made"
    label = _("Decision")
    group = "decision"
    default_stream = Stream.BRIEFING
    template = "incidents/timeline/entries/decision_made.html"
    icon = "git-fork"
    node = "decided"
    strikable = True
    personal = ("text", "reason")

    text: str
    reason: str = ""


@register
@dataclass(frozen=True, kw_only=True)
class CallLogged(Entry):
    """Who was spoken to, what was agreed, what was promised and by when."""

    type = "call.logged"
    label = _("Call")
    group = "call"
    template = "incidents/timeline/entries/call_logged.html"
    icon = "phone"
    node = "learned"
    strikable = True
    personal = ("with_whom", "text", "agreed", "promised")

    with_whom: str
    text: str = ""
    agreed: str = ""
    promised: str = ""
    promised_by: datetime | None = None
    minutes: int | None = None

    def headline(self) -> str:
        return str(
            _("%(who)s. %(what)s")
            % {"who": self.with_whom, "what": self.agreed or self.text or self.promised}
        )


@register
@dataclass(frozen=True, kw_only=True)
class NotePosted(Entry):
    type = "note.posted"
    label = _("Note")
    group = "note"
    template = "incidents/timeline/entries/note_posted.html"
    icon = "sticky-note"
    node = "learned"
    strikable = True
    personal = ("text",)

    text: str
