"""The response clock as a strip: how long from the first signal to each step of our answer."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _

from reporting.pictures.scale import Period, per_cent


@dataclass(frozen=True)
class Step:
    """One step, with the node it has in the story; `after` the one before it, if by a minute. `at` is None where it
    is still to come, and the first of those has been awaited `since` the last that was taken."""

    name: str
    node: str
    at: datetime | None
    x: str = ""
    after: timedelta | None = None
    since: datetime | None = None


@dataclass(frozen=True)
class Stretch:
    """From one step to the next. `is_open` while that one is awaited."""

    x1: str
    x2: str
    middle: str
    share: float
    length: timedelta
    is_open: bool = False

    @property
    def has_words(self) -> bool:
        """Whether its length can be written on it in a wide picture; `is_wide`: in a narrow one, too."""
        return self.share >= 0.12

    @property
    def is_wide(self) -> bool:
        return self.share >= 0.28


@dataclass(frozen=True, kw_only=True)
class Response:
    """Steps in the order they were taken, those to come last; the stretches between are to scale."""

    steps: list[Step]
    stretches: list[Stretch]

    @property
    def taken(self) -> list[Step]:
        return [step for step in self.steps if step.at]


def draw(
    *,
    first_signal_at: datetime | None,
    opened_at: datetime,
    first_response_at: datetime | None,
    statement_at: datetime | None,
    resolved_at: datetime | None,
    until: datetime,
    reads_work: bool = True,
) -> Response:
    """Up to the resolution, or to `until` while there is none. Who does not read the work is not told that there is no
    first signal: there may be one."""
    named = [
        *([Step(_("First signal"), "learned", first_signal_at)] if first_signal_at or reads_work else []),
        Step(_("Room opened"), "decided", opened_at),
        Step(_("First response"), "sent", first_response_at),
        Step(_("Statement"), "sent", statement_at),
        Step(_("Resolved"), "milestone", resolved_at),
    ]
    moments = sorted(step.at for step in named if step.at)
    now = max(until, moments[-1] + timedelta(seconds=1))  # what has just begun has a length, too
    period = Period(moments[0], moments[-1] if resolved_at else now)
    taken = sorted((step for step in named if step.at), key=lambda step: step.at or opened_at)
    ends = moments if resolved_at else [*moments, period.end]
    return Response(
        steps=[*_lengthened(taken, period), *_awaited(named, moments[-1])],
        stretches=[
            Stretch(
                x1=per_cent(period.share(start)),
                x2=per_cent(period.share(end)),
                middle=per_cent((period.share(start) + period.share(end)) / 2),
                share=period.share(end) - period.share(start),
                length=end - start,
                is_open=not resolved_at and start == moments[-1],
            )
            for start, end in pairwise(ends)
            if end > start
        ],
    )


def _lengthened(taken: list[Step], period: Period) -> Iterator[Step]:
    before: datetime | None = None
    for step in taken:
        assert step.at is not None
        after = step.at - before if before and step.at - before >= timedelta(minutes=1) else None
        yield Step(step.name, step.node, step.at, per_cent(period.share(step.at)), after)
        before = step.at


def _awaited(named: list[Step], since: datetime) -> Iterator[Step]:
    for number, step in enumerate(step for step in named if not step.at):
        yield replace(step, since=None if number else since)
