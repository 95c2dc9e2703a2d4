"""What an executive needs to know in five seconds, for one reader."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from incidents.models import Fact, FactState, Incident, Participant, Promise, Question, Stream
from incidents.models.timeline_entry import TimelineEntryQuerySet
from incidents.rendering import Told, tell
from incidents.story import visible_entries
from publishing.models import BreakGlass, Publication
from workspace.foremost import Foremost
from workspace.models import Look
from workspace.news import News, news_since
from workspace.pending import Pending, pending_in
from workspace.promises import promised

# A page that is read from across a room: the latest of each, not all of it.
FEW = 5
LINES = 12


@dataclass(frozen=True)
class Briefing:
    """Four questions and the evidence. Every list is what this reader may see, facts latest first, questions by
    how long they wait; of decisions and of what was said only the latest, so they come with their count."""

    known: Foremost[Fact]
    refuted: Foremost[Fact]
    unknown: Foremost[Fact]
    questions: Foremost[Question]
    decisions: list[Told]
    decided: int
    promises: list[Promise]
    pending: list[Pending]
    next_update: Promise | None
    said: list[Publication]
    said_times: int
    glasses: list[BreakGlass]
    lines: list[Told]
    news: News | None

    @property
    def until(self) -> datetime | None:
        """When the newest line was recorded: how far whoever reads this has seen the story."""
        return self.lines[0].entry.recorded_at if self.lines else None


def brief(user: User, place: Participant, incident: Incident, *, look: Look | None = None) -> Briefing:
    """The page is made to be projected, so nothing privileged is on it, whoever opens it. With the
    `look` before this one, it says what is new since."""
    entries = briefed(incident, user)
    streams = place.streams - {Stream.PRIVILEGED}
    facts = Fact.objects.filter(incident=incident, entry__stream__in=streams)
    facts = facts.select_related("entry", "verifier").order_by("-state_since")
    questions = Question.objects.filter(incident=incident, entry__stream__in=streams).open()
    decisions = entries.filter(type="decision.made").standing()
    publications = Publication.objects.filter(incident=incident)
    said = list(publications.told().reverse()[:FEW])
    open_promises = promised(entries)
    return Briefing(
        known=Foremost.of(facts.filter(state=FactState.CONFIRMED)),
        refuted=Foremost.of(facts.filter(state=FactState.REFUTED)),
        unknown=Foremost.of(facts.filter(state=FactState.UNVERIFIED)),
        questions=Foremost.of(questions.select_related("entry__actor").order_by("entry__recorded_at")),
        decisions=tell(latest(decisions)[:FEW]),
        decided=decisions.count(),
        promises=open_promises.to_someone,
        pending=pending_in(incident) if Stream.WORKING in place.streams else [],
        next_update=open_promises.next_update,
        said=said,
        said_times=len(said) if len(said) < FEW else publications.count(),
        glasses=list(BreakGlass.objects.filter(revision__statement__incident=incident).broken().told()),
        lines=tell(latest(reported(entries))[:LINES]),
        news=news_since(look, reported(entries)) if look else None,
    )


def briefed(incident: Incident, user: User) -> TimelineEntryQuerySet:
    return visible_entries(incident, user).exclude(stream=Stream.PRIVILEGED)


def reported(entries: TimelineEntryQuerySet) -> TimelineEntryQuerySet:
    """The story without its housekeeping. Struck entries stay, marked as struck."""
    return entries.exclude(type__startswith="participant.")


def latest(entries: TimelineEntryQuerySet) -> TimelineEntryQuerySet:
    return entries.select_related("actor").order_by("-recorded_at")
