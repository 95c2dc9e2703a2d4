"""Plays a pack into a room of its own, through the same actions that the room's pages call."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import DataError, transaction

from accounts.models import User
from common.verdicts import Refused
from exercises.deeds import deeds
from exercises.pack import Pack, Step
from exercises.stage import Stage
from incidents.actions.rooms import set_clock
from incidents.models import Incident

HALFWAY = "halfway"


class ReplayError(Exception):
    """The room refused a step. Everything before it stands."""


@dataclass(frozen=True)
class Cut:
    """Where to stop: before step number `index` (from 0). `at` is what the room's clock says then."""

    index: int
    at: datetime | None = None


def cut(pack: Pack, until: datetime | str | None) -> Cut:
    """Where a replay ends: at the half-way mark, after everything recorded by a time, or with the pack.
    Raises ValueError when the pack has no half-way mark."""
    if until is None:
        return Cut(len(pack.steps))
    if isinstance(until, datetime):
        return Cut(sum(step.at <= until for step in pack.steps), until)
    if pack.halfway is None:
        raise ValueError(f"{pack.file} has no half-way mark")
    return Cut(pack.halfway.index, pack.halfway.at)


def play(
    pack: Pack,
    *,
    people: Mapping[str, User],
    until: datetime | str | None = None,
    speed: float = 0,
    wait: Callable[[float], None] = time.sleep,
    tell: Callable[[Step], None] = lambda step: None,
) -> Incident | None:
    """Play `pack` as `people` (by their key in the cast). Returns the room; None when it opens after the cut.

    `speed` is in minutes of the story per minute of the clock on the wall; 0 plays everything at once. `wait`
    sleeps for seconds; `tell` hears of every step after it is done. Raises ReplayError when the room refuses
    a step, ValueError as `cut` does.
    """
    stage = Stage(pack=pack, people=people)
    end = cut(pack, until)
    before: Step | None = None
    for step in pack.steps[: end.index]:
        if speed and before:
            wait((step.at - before.at).total_seconds() / speed)
        perform(stage, step, before)
        tell(step)
        before = step
    finish(stage, end, before)
    return stage.room if stage.incident else None


def finish(stage: Stage, end: Cut, before: Step | None) -> None:
    """What is left when all is played: the clock goes on to where the story stops."""
    if stage.incident and end.at and before and end.at > before.at and not stage.room.is_closed:
        set_clock(stage.room, now=end.at, by=stage.lead)


@transaction.atomic
def perform(stage: Stage, step: Step, before: Step | None) -> None:
    """Set the room's clock to the story's time, then do the deed. A clock is never set back: steps of the
    same minute follow one another on it as they do in life. Raises ReplayError when the room refuses."""
    try:
        if stage.incident and before and step.at > before.at:
            set_clock(stage.room, now=step.at, by=stage.lead)
        made = deeds()[step.do].do(stage, step)
    except (Refused, ValidationError) as refusal:
        reason = getattr(refusal, "reason", None) or "; ".join(getattr(refusal, "messages", []))
        raise ReplayError(f"{stage.pack.file}:{step.line}: {step.do} was refused: {reason}") from refusal
    except DataError as error:  # its text quotes the row
        raise ReplayError(
            f"{stage.pack.file}:{step.line}: {step.do} was refused: something in it is too long, or cannot be kept"
        ) from error
    if step.name:
        stage.remember(step.name, made)
