"""What an executive needs to know in five seconds, for one reader."""

from dataclasses import dataclass

from accounts.models import User
from approvals.waiting import Wait, waits_in
from incidents.models import Fact, FactState, Incident, Participant, Promise, Question, Stream
from incidents.models.timeline_entry import TimelineEntryQuerySet
from incidents.rendering import Told, tell
from incidents.story import visible_entries
from publishing.models import BreakGlass, Publication
from workspace.foremost import Foremost
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
    waits: list[Wait]
    next_update: Promise | None
    said: list[Publication]
    said_times: int
    glasses: list[BreakGlass]
    lines: list[Told]


def brief(user: User, place: Participant, incident: Incident) -> Briefing:
    """The page is made to be projected, so nothing privileged is on it, whoever opens it."""
    entries = visible_entries(incident, user).exclude(stream=Stream.PRIVILEGED)
    streams = place.streams - {Stream.PRIVILEGED}
    facts = Fact.objects.filter(incident=incident, entry__stream__in=streams)
    facts = facts.select_related("entry", "verifier").order_by("-state_since")
    questions = Question.objects.filter(incident=incident, entry__stream__in=streams).open()
    decisions = entries.filter(type="decision.made").standing()
    publications = Publication.objects.filter(incident=incident)
    open_promises = promised(entries)
    return Briefing(
        known=Foremost.of(facts.filter(state=FactState.CONFIRMED)),
        refuted=Foremost.of(facts.filter(state=FactState.REFUTED)),
        unknown=Foremost.of(facts.filter(state=FactState.UNVERIFIED)),
        questions=Foremost.of(questions.select_related("entry__actor").order_by("entry__recorded_at")),
        decisions=tell(latest(decisions)[:FEW]),
        decided=decisions.count(),
        promises=open_promises.to_someone,
        waits=waits_in(incident) if Stream.WORKING in place.streams else [],
        next_update=open_promises.next_update,
        said=list(publications.told().reverse()[:FEW]),
        said_times=publications.count(),
        glasses=list(BreakGlass.objects.filter(revision__statement__incident=incident).broken().told()),
        lines=told_lately(entries),
    )


def told_lately(entries: TimelineEntryQuerySet) -> list[Told]:
    """The latest lines of the story, without its housekeeping. Struck ones stay, marked as struck."""
    return tell(latest(entries.exclude(type__startswith="participant."))[:LINES])


def latest(entries: TimelineEntryQuerySet) -> TimelineEntryQuerySet:
    return entries.select_related("actor").order_by("-recorded_at")
