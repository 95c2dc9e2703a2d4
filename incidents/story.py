"""One page of a room's story, for one reader: filtered, searched, newest pages first, each page old to new."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from incidents.entries import types_in
from incidents.models import Incident, Stream, TimelineEntry
from incidents.models.timeline_entry import TimelineEntryQuerySet
from incidents.rendering import render_all

# Two screens on a large display. The first page stays within 30 KB compressed.
PAGE = 60


@dataclass(frozen=True)
class StoryFilter:
    """What the reader asked to see. Empty fields ask nothing."""

    group: str = ""
    strand: str = ""
    person: int | None = None
    stream: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return any((self.group, self.strand, self.person, self.stream, self.words))


@dataclass(frozen=True)
class StoryPage:
    """`articles` in order of recording; `before` is where the next older page begins, None at the beginning."""

    articles: list[str]
    before: datetime | None
    filter: StoryFilter


def read_story(
    incident: Incident,
    user: User,
    *,
    language: str,
    wanted: StoryFilter | None = None,
    before: datetime | None = None,
) -> StoryPage:
    """The latest `PAGE` entries before `before` that `user` may see and asked for."""
    wanted = wanted or StoryFilter()
    entries = filtered(visible_entries(incident, user), wanted)
    if before is not None:
        entries = entries.filter(recorded_at__lt=before)
    rows = list(entries.referring().order_by("-recorded_at")[: PAGE + 1])
    has_more = len(rows) > PAGE
    rows = rows[:PAGE][::-1]
    return StoryPage(
        articles=render_all(rows, language),
        before=rows[0].recorded_at if has_more else None,
        filter=wanted,
    )


def visible_entries(incident: Incident, user: User) -> TimelineEntryQuerySet:
    """This room's entries in the streams that `user` may read."""
    place = incident.participant(user)
    streams = place.streams if place else frozenset[Stream]()
    return TimelineEntry.objects.filter(incident=incident).in_streams(streams)


def filtered(entries: TimelineEntryQuerySet, wanted: StoryFilter) -> TimelineEntryQuerySet:
    if wanted.group:
        entries = entries.filter(type__in=types_in(wanted.group))
    if wanted.strand:
        entries = entries.filter(strands__contains=[wanted.strand])
    if wanted.person:
        entries = entries.filter(actor=wanted.person)
    if wanted.stream:
        entries = entries.filter(stream=wanted.stream)
    if wanted.words:
        entries = entries.search(wanted.words)
    return entries
