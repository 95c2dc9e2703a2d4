"""The closing figures. Whoever may read the timeline can recompute every one of them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from incidents.entries import RoomChanged
from incidents.models import Incident, Status, Stream, TimelineEntry
from incidents.models.timeline_entry import TimelineEntryQuerySet
from publishing.models import LineUse, Publication
from reporting.disagreements import disagreements
from reporting.open_matters import open_matters
from reporting.reach import Count, gross_counts, net_count
from reporting.reported import Reported
from reporting.waits import DeskWait, waits_by_desk

# The same for whoever reads the work, so what only the cleared may know is not among what is counted.
COUNTED = frozenset({Stream.BRIEFING, Stream.WORKING})


@dataclass(frozen=True, kw_only=True)
class Figures:
    """A room in numbers; times by the room's clock, None for what has not happened.

    Reach: `counts` are gross, one per publication; `net` was counted or reported for the room as a whole.
    """

    opened_at: datetime
    first_signal_at: datetime | None = None
    first_response_at: datetime | None = None
    resolved_at: datetime | None = None
    last_message_at: datetime | None = None
    messages: int = 0
    flagged: int = 0  # of them, those that rest on a fact which was refuted later
    calls: int = 0
    decisions: int = 0
    # Words let out before every desk had signed them, and how many of those nobody has judged since.
    glasses: int = 0
    glasses_unreviewed: int = 0
    lines_used: int = 0
    lines_flagged: int = 0  # of them, those that rest on a fact which was refuted later
    sign_off_waits: tuple[DeskWait, ...] = ()
    counts: tuple[Count, ...] = ()
    net: Count | None = None
    reported: Reported = field(default_factory=Reported)

    @property
    def to_first_response(self) -> timedelta | None:
        """From the moment the room opened, when someone could have answered."""
        return _between(self.opened_at, self.first_response_at)

    @property
    def first_signal_to_response(self) -> timedelta | None:
        """From the first signal, whoever had noticed it by then."""
        return _between(self.first_signal_at, self.first_response_at)

    @property
    def to_resolution(self) -> timedelta | None:
        """From the first signal; from the opening of a room that no signal led to."""
        return _between(self.first_signal_at or self.opened_at, self.resolved_at)

    @property
    def first_signal_to_last_message(self) -> timedelta | None:
        return _between(self.first_signal_at, self.last_message_at)

    @property
    def opened_to_last_message(self) -> timedelta | None:
        return _between(self.opened_at, self.last_message_at)

    @property
    def reach_gross(self) -> int | None:
        """The sum of the latest counts; who followed two reposters is in it twice."""
        return sum(count.accounts for count in self.counts) if self.counts else None

    @property
    def reach_reported(self) -> int | None:
        """What the lead gave on closing, else the room's latest net count."""
        if self.reported.reach is not None:
            return self.reported.reach
        return self.net.accounts if self.net else None

    @property
    def reach_difference(self) -> int | None:
        """Gross less reported."""
        if self.reach_gross is None or self.reach_reported is None:
            return None
        return self.reach_gross - self.reach_reported

    @property
    def disagreements(self) -> list[str]:
        """Where these numbers contradict each other, in sentences."""
        return disagreements(self)

    @property
    def open_matters(self) -> list[str]:
        """What is left to do, in sentences."""
        return open_matters(self)


def figures(
    incident: Incident,
    *,
    streams: frozenset[Stream] = COUNTED,
    reported: Reported | None = None,
    resolved_at: datetime | None = None,
) -> Figures:
    """Compute a room's figures from what is recorded in it. A closed room keeps what was reported on closing.

    `streams` are those that the reader may recompute them from; a guest has only the briefing.

    `resolved_at` is the lead's own word for when it was over, where the room's status did not say so.
    """
    closure = getattr(incident, "closure", None)
    sent_at = list(Publication.objects.filter(incident=incident).values_list("published_at", flat=True))
    return Figures(
        opened_at=to_the_second(incident.opened_at),
        first_signal_at=first_signal_at(incident, streams),
        first_response_at=min(sent_at, default=None),
        resolved_at=resolved_at or (closure.resolved_at if closure else resolved_at_of(incident)),
        last_message_at=max(sent_at, default=None),
        messages=len(sent_at),
        flagged=Publication.objects.filter(incident=incident, flags__isnull=False).distinct().count(),
        calls=standing_in(incident, "call.logged", streams).count(),
        decisions=standing_in(incident, "decision.made", streams).count(),
        glasses=standing_in(incident, "glass.broken", streams).count(),
        glasses_unreviewed=_unreviewed(incident) if Stream.WORKING in streams else 0,
        lines_used=standing_in(incident, "line.used", streams).count(),
        lines_flagged=LineUse.objects.filter(revision__statement__incident=incident, flags__isnull=False)
        .distinct()
        .count(),
        sign_off_waits=waits_by_desk(incident) if Stream.WORKING in streams else (),
        counts=gross_counts(incident),
        net=net_count(incident),
        reported=reported or (Reported.read(closure.reported) if closure else Reported()),
    )


def _unreviewed(incident: Incident) -> int:
    return standing_in(incident, "glass.broken").count() - standing_in(incident, "glass.reviewed").count()


def first_signal_at(incident: Incident, streams: frozenset[Stream] = COUNTED) -> datetime | None:
    """When the first signal that stands happened, as far as the readers of `streams` may know."""
    signals = standing_in(incident, "signal.posted", streams)
    # Not the minimum, for which Postgres reads every signal of the room: the first by the index.
    return signals.order_by("occurred_at").values_list("occurred_at", flat=True).first()


def standing_in(incident: Incident, kind: str, streams: frozenset[Stream] = COUNTED) -> TimelineEntryQuerySet:
    """Entries of one type that stand: nobody struck them, and nobody needs clearance to know of them."""
    entries = TimelineEntry.objects.filter(incident=incident, type=kind)
    return entries.in_streams(streams & COUNTED).standing()


def resolved_at_of(incident: Incident) -> datetime | None:
    """When the room last went from open to monitoring; None once it is open again."""
    resolved_at = None
    for entry in standing_in(incident, RoomChanged.type).order_by("recorded_at"):
        change = RoomChanged.from_payload(entry.payload)
        if change.is_resolved:
            resolved_at = entry.occurred_at
        elif change.was_status and change.status == Status.OPEN:
            resolved_at = None
    return resolved_at


def to_the_second(moment: datetime) -> datetime:
    """What is left of an exercise's opening when the clock had to be set first: 08:00:00.000012 is 08:00."""
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)


def _between(start: datetime | None, end: datetime | None) -> timedelta | None:
    """From `start` to `end`, to the second and never less than nothing; None when either is missing."""
    return timedelta(seconds=max(round((end - start).total_seconds()), 0)) if start and end else None
