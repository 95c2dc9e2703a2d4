"""What an executive needs to know in five seconds, for one reader."""

from dataclasses import dataclass

from accounts.models import User
from approvals.waiting import Wait, waits_in
from incidents.models import Fact, FactState, Incident, Participant, Promise, Question, Stream
from incidents.models.timeline_entry import TimelineEntryQuerySet
from incidents.rendering import Told, tell
from incidents.story import visible_entries
from publishing.models import Publication

# A page that is read from across a room: the latest of each, not all of it.
FEW = 5
LINES = 12


@dataclass(frozen=True)
class Briefing:
    """Four questions and the evidence. Every list is what this reader may see, latest first."""

    known: list[Fact]
    refuted: list[Fact]
    unknown: list[Fact]
    questions: list[Question]
    decisions: list[Told]
    promises: list[Promise]
    waits: list[Wait]
    next_update: Promise | None
    said: list[Publication]
    lines: list[Told]


def brief(user: User, place: Participant, incident: Incident) -> Briefing:
    facts = list(
        Fact.objects.visible_to(user)
        .filter(incident=incident)
        .select_related("entry", "verifier")
        .order_by("-state_since")
    )
    promises = list(
        Promise.objects.visible_to(user)
        .filter(incident=incident)
        .open()
        .select_related("entry")
        .order_by("due_at")
    )
    entries = visible_entries(incident, user)
    return Briefing(
        known=[fact for fact in facts if fact.state == FactState.CONFIRMED],
        refuted=[fact for fact in facts if fact.state == FactState.REFUTED],
        unknown=[fact for fact in facts if fact.state == FactState.UNVERIFIED],
        questions=list(
            Question.objects.visible_to(user)
            .filter(incident=incident)
            .open()
            .select_related("entry__actor")
            .order_by("entry__recorded_at")
        ),
        decisions=standing(entries.filter(type="decision.made"))[:FEW],
        promises=[promise for promise in promises if not promise.is_public],
        waits=waits_in(incident) if Stream.WORKING in place.streams else [],
        next_update=next((promise for promise in promises if promise.is_public), None),
        said=list(Publication.objects.filter(incident=incident).told().reverse()[:FEW]),
        lines=told_lately(entries),
    )


def told_lately(entries: TimelineEntryQuerySet) -> list[Told]:
    """The latest lines of the story, without its housekeeping."""
    lately = entries.exclude(type__startswith="participant.").select_related("actor").order_by("-recorded_at")
    return tell(lately[:LINES])


def standing(entries: TimelineEntryQuerySet) -> list[Told]:
    """Entries that nobody has struck, latest first."""
    rows = entries.select_related("actor").order_by("-recorded_at")[: FEW * 2]
    return [told for told in tell(rows) if told.struck is None]
