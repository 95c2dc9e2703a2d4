"""What was heard, quarter hour by quarter hour, and what we said meanwhile.

Counts signals as they were recorded. One that stands for 916 posts has one time, and a spread that nobody noted is not
made up: it counts once, and the picture says so.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import BigIntegerField, Count, DateTimeField, F, Func, Min, Sum, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.models import Incident, Stream
from reporting.figures import standing_in
from reporting.pictures.scale import (
    DAY,
    HOUR,
    ORIGIN,
    QUARTER,
    Period,
    Place,
    begun,
    per_cent,
    places,
    rungs,
    step_for,
    ticks,
)
from reporting.pictures.sent import Sent

# One old post that comes up again must not press the crisis into a corner of its own picture.
LEAD_IN = timedelta(days=2)
SHORTEST = 3 * HOUR
LOWEST_TOP = 4  # one signal is not a wall
GAP = 0.15  # of a step, so that neighbours are two


@dataclass(frozen=True)
class Quarter:
    """The signals of one quarter hour, and how many posts they stand for."""

    at: datetime
    count: int
    posts: int
    first_at: datetime


@dataclass(frozen=True)
class Bar:
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class Mark:
    """Something at a moment, with its label's place."""

    x: str
    at: datetime
    place: Place
    beside: datetime | None = None


@dataclass(frozen=True)
class Rung:
    y: str
    count: int


@dataclass(frozen=True)
class Row:
    """One line of the table: what was heard from `at` for one step, and what was said; `at` is None for what is
    older than the picture."""

    at: datetime | None
    count: int
    sent: tuple[Sent, ...]


@dataclass(frozen=True, kw_only=True)
class Heard:
    """Drawn: all lengths are shares of the picture in per cent. `earlier` is how many signals are too old for it."""

    period: Period
    step: timedelta
    bars: list[Bar]
    rungs: list[Rung]
    flags: list[Mark]
    ticks: list[Mark]
    opened_x: str
    rows: list[Row]
    count: int
    posts: int
    earlier: int

    @property
    def title(self) -> str:
        return str(_title(self.step))

    @property
    def is_coarse(self) -> bool:
        return self.step > QUARTER

    @property
    def is_by_day(self) -> bool:
        """Whether a day says enough where there is little room."""
        return self.step >= 3 * HOUR


def quarters_of(incident: Incident, streams: frozenset[Stream]) -> list[Quarter]:
    """Every quarter hour with a signal that stands, oldest first, in one question. Of `streams` only those count
    that figures count: nothing privileged, whoever looks."""
    quarter = Func(
        Value(QUARTER), F("occurred_at"), Value(ORIGIN), function="date_bin", output_field=DateTimeField()
    )
    posts = Coalesce(Cast(KeyTextTransform("volume", "payload"), BigIntegerField()), 1)
    rows = (
        standing_in(incident, "signal.posted", streams)
        .annotate(quarter=quarter)
        .values("quarter")
        .annotate(count=Count("pk"), posts=Cast(Sum(posts), BigIntegerField()), first_at=Min("occurred_at"))
        .order_by("quarter")
    )
    return [Quarter(*row) for row in rows.values_list("quarter", "count", "posts", "first_at")]


def draw(quarters: Sequence[Quarter], sent: Sequence[Sent], *, opened_at: datetime, until: datetime) -> Heard:
    """From the first of it all, but at most two days before the room opened, to `until`."""
    moments = [*(quarter.first_at for quarter in quarters), *(each.at for each in sent), opened_at]
    until = max(until, *moments)
    start = min(max(min(moments), opened_at - LEAD_IN), until - SHORTEST)
    step = step_for(until - start)
    period = Period(begun(start, step), begun(until, step) + step)
    heard: Counter[datetime | None] = Counter()
    said: dict[datetime | None, list[Sent]] = defaultdict(list)
    for quarter in quarters:
        heard[_in(period, step, quarter.at)] += quarter.count
    for each in sent:
        said[_in(period, step, each.at)].append(each)
    shown = {at: count for at, count in heard.items() if at}
    top = max([LOWEST_TOP, *shown.values()])
    return Heard(
        period=period,
        step=step,
        bars=[
            Bar(
                x=per_cent(period.share(at + step * GAP / 2)),
                y=per_cent(1 - count / top),
                width=per_cent(step * (1 - GAP) / period.length),
                height=per_cent(count / top),
            )
            for at, count in sorted(shown.items())
        ],
        rungs=[Rung(per_cent(1 - count / top), count) for count in rungs(top)],
        flags=_marks(period, [each.at for each in sent if each.at >= period.start], levels=2),
        ticks=_ticks(period),
        opened_x=per_cent(period.share(opened_at)),
        rows=[
            Row(at, heard[at], tuple(said[at]))
            for at in sorted({*heard, *said}, key=lambda at: at or period.start - DAY)
        ],
        count=sum(heard.values()),
        posts=sum(quarter.posts for quarter in quarters),
        earlier=heard[None],
    )


def _in(period: Period, step: timedelta, moment: datetime) -> datetime | None:
    """The step of `moment`; None before the picture begins."""
    return begun(moment, step) if moment >= period.start else None


def _marks(period: Period, moments: list[datetime], *, levels: int) -> list[Mark]:
    shares = [period.share(moment) for moment in moments]
    placed = places(shares, apart=0.14, tight=0.08, levels=levels)
    return [
        Mark(per_cent(share), moment, place)
        for share, moment, place in zip(shares, moments, placed, strict=True)
    ]


def _ticks(period: Period) -> list[Mark]:
    """The first stands at the edge; each of the others names its day when it is another than the one before."""
    moments = [period.start, *(moment for moment in ticks(period) if period.share(moment) >= 0.14)]
    shares = [period.share(moment) for moment in moments]
    placed = places(shares, apart=0.27, tight=0.1)
    besides = [None, *moments]
    return [
        Mark(per_cent(share), moment, place, beside)
        for share, moment, place, beside in zip(shares, moments, placed, besides, strict=False)
    ]


def _title(step: timedelta) -> str:
    hours, days = step // HOUR, step // DAY
    if step == QUARTER:
        return _("Signals per quarter hour")
    if step < HOUR:
        return _("Signals per half hour")
    if step < DAY:
        return ngettext("Signals per hour", "Signals per %(n)d hours", hours) % {"n": hours}
    return ngettext("Signals per day", "Signals per %(n)d days", days) % {"n": days}
