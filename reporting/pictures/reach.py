"""Reach over time: gross, the latest counts of all publications added up; net, counted for the room as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from incidents.models import Incident
from publishing.models import Basis, ReachSnapshot
from reporting.pictures.scale import Period, per_cent, spread


@dataclass(frozen=True)
class Counted:
    """One count as it was recorded, and what its line stood at after it."""

    at: datetime
    of: str  # the publication's channel; empty for the room as a whole
    basis: str
    method: str
    accounts: int
    total: int


@dataclass(frozen=True)
class Level:
    """A line's height from one count to the next."""

    x: str
    x2: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class Line:
    levels: list[Level]
    total: int
    label_y: str
    method: str


@dataclass(frozen=True, kw_only=True)
class Reach:
    period: Period
    gross: Line | None
    net: Line | None
    counts: list[Counted]


def counts_of(incident: Incident) -> list[Counted]:
    """Every count that the figures use, in the order of counting: gross per publication, net for the room."""
    snapshots = ReachSnapshot.objects.filter(incident=incident).select_related("publication")
    latest: dict[int, int] = {}
    counts = []
    for each in snapshots.order_by("counted_at", "pk"):
        if each.publication and each.basis == Basis.GROSS:
            latest[each.publication.pk] = each.accounts
            channel, total = each.publication.get_channel_display(), sum(latest.values())
        elif each.publication is None:
            channel, total = "", each.accounts
        else:
            continue
        counts.append(Counted(each.counted_at, channel, each.basis, each.method, each.accounts, total))
    return counts


def draw(counts: Sequence[Counted], *, since: datetime | None, until: datetime) -> Reach | None:
    """From `since`, when the first words went out, to `until`. None as long as nothing has been counted."""
    if not counts:
        return None
    start = min(since or counts[0].at, counts[0].at)
    period = Period(start, max(until, counts[-1].at))
    top = max(count.total for count in counts) or 1
    lines = [[count for count in counts if count.basis == basis] for basis in (Basis.GROSS, Basis.NET)]
    heights = spread([line[-1].total / top if line else -1 for line in lines], apart=0.16)
    gross, net = (
        _line(line, height, period, top) if line else None
        for line, height in zip(lines, heights, strict=True)
    )
    return Reach(period=period, gross=gross, net=net, counts=list(counts))


def _line(counts: list[Counted], height: float, period: Period, top: int) -> Line:
    ends = [*(count.at for count in counts[1:]), period.end]
    return Line(
        levels=[
            Level(
                x=per_cent(period.share(count.at)),
                x2=per_cent(period.share(end)),
                y=per_cent(1 - count.total / top),
                width=per_cent(period.share(end) - period.share(count.at)),
                height=per_cent(count.total / top),
            )
            for count, end in zip(counts, ends, strict=True)
        ],
        total=counts[-1].total,
        label_y=per_cent(1 - height),
        method=counts[-1].method,
    )
