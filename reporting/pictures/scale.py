"""Where things stand in a picture: moments and numbers as shares of its width and height, from 0 to 1. Templates write
them as per cent, so that one drawing fits every screen and its words keep their size."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil, floor, log10

QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

# What a bar may stand for, and how many of them can still be told apart: a day and a half of quarter hours.
STEPS = (QUARTER, 2 * QUARTER, HOUR, 3 * HOUR, 6 * HOUR, DAY, 7 * DAY)
MOST_BARS = 144

# Steps are counted from here, in Postgres too; a Monday, for weeks.
ORIGIN = datetime(2000, 1, 3, tzinfo=UTC)

TICKS = (HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 28 * DAY)
MOST_TICKS = 9
MOST_RUNGS = 3

# Half of a label, in a wide picture.
CLEAR = 0.03


@dataclass(frozen=True)
class Period:
    """What the width of a picture stands for."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    def share(self, moment: datetime) -> float:
        """How far along `moment` is; what lies outside stands at the edge."""
        if not self.length:
            return 0.0
        return min(max((moment - self.start) / self.length, 0.0), 1.0)


@dataclass(frozen=True)
class Place:
    """Where a label stands: `level` 0 is next to what it names, 1 above that. None where it fits nowhere;
    `is_tight` where it fits only in a wide picture."""

    level: int | None
    is_tight: bool = False


def per_cent(share: float) -> str:
    """For an attribute of SVG, whatever the language: "12.5%"."""
    return f"{round(100 * share, 2):g}%"


def step_for(length: timedelta) -> timedelta:
    """The shortest step that cuts `length` into at most `MOST_BARS`; beyond years, several weeks at once."""
    for step in STEPS:
        if length <= step * MOST_BARS:
            return step
    return STEPS[-1] * ceil(length / (STEPS[-1] * MOST_BARS))


def begun(moment: datetime, step: timedelta) -> datetime:
    """When the step began in which `moment` lies."""
    return moment - (moment - ORIGIN) % step


def rungs(top: int) -> list[int]:
    """Up to three round numbers from above 0 to `top`, for the axis."""
    if top < 1:
        return []
    rough = 10 ** floor(log10(top))
    step = next(
        max(1, round(rough * part)) for part in (0.1, 0.2, 0.5, 1, 2, 5) if top / (rough * part) <= MOST_RUNGS
    )
    return list(range(step, top + 1, step))


def ticks(period: Period) -> list[datetime]:
    """Up to nine moments at even distances; whole hours, as most zones count them."""
    step = next((step for step in TICKS if period.length <= step * MOST_TICKS), None)
    if step is None:
        step = TICKS[-1] * ceil(period.length / (TICKS[-1] * MOST_TICKS))
    first = begun(period.start, step) + step
    return [first + n * step for n in range(MOST_TICKS + 1) if first + n * step < period.end]


def places(shares: Sequence[float], *, apart: float, tight: float, levels: int = 1) -> list[Place]:
    """Labels at ascending `shares`, none over another: `tight` from the one before in a wide picture, `apart` in a
    narrow one, where only level 0 is left. Nor does what leads up to a higher one cross another. Who comes first
    stays."""
    wide = [-1.0] * levels
    narrow = -1.0
    placed = []
    for share in shares:
        level = next((n for n, last in enumerate(wide) if share - last >= tight), None)
        if level is None or share - max(wide) < CLEAR:
            placed.append(Place(None))
            continue
        wide[level] = share
        is_tight = level > 0 or share - narrow < apart
        if not is_tight:
            narrow = share
        placed.append(Place(level, is_tight))
    return placed


def spread(shares: Sequence[float], *, apart: float) -> list[float]:
    """The same heights, moved up as little as it takes to stand `apart` from the one below; in their order."""
    moved = list(shares)
    below: float | None = None
    for index in sorted(range(len(shares)), key=lambda index: shares[index]):
        moved[index] = shares[index] if below is None else max(shares[index], below + apart)
        below = moved[index]
    return moved
