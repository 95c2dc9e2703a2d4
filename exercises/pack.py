"""A scenario pack as it is played: who, what is on record, and the steps in their order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from incidents.models import Kind, Role, Severity, Stream


@dataclass(frozen=True)
class CastMember:
    """One part. `login` is the account that plays it."""

    key: str
    role: Role
    name: str
    login: str
    title: str = ""
    cleared: bool = False


@dataclass(frozen=True)
class StrandPlan:
    """A strand as it will be when a step creates it. `owner` is a key of the cast, or empty."""

    key: str
    name: str
    position: str = ""
    owner: str = ""


@dataclass(frozen=True)
class RecordLine:
    """One line of what is known. `when` is written as the record tells it, "≈ midday"."""

    key: str
    told: str
    when: str = ""


@dataclass(frozen=True)
class Ref:
    """The name that an earlier step gave to what it made."""

    name: str


@dataclass(frozen=True)
class Step:
    """One deed. `at` is when it is recorded, `happened` when it took place if that was earlier: aware."""

    line: int
    at: datetime
    by: str
    do: str
    source: str
    wording: str
    fields: Mapping[str, Any]
    happened: datetime | None = None
    approximate: bool = False
    name: str = ""
    strands: tuple[str, ...] = ()
    stream: Stream | None = None


@dataclass(frozen=True)
class Halfway:
    """Where a newcomer joins: before step number `index` (from 0), when the room's clock says `at`."""

    index: int
    at: datetime


@dataclass(frozen=True)
class Pack:
    """A validated pack. `file` is the name that messages about it use."""

    file: str
    slug: str
    title: str
    summary: str
    kind: Kind
    severity: Severity
    zone: ZoneInfo
    cast: Mapping[str, CastMember]
    strands: Mapping[str, StrandPlan]
    record: Mapping[str, RecordLine]
    staging: Mapping[str, str]
    steps: tuple[Step, ...]
    halfway: Halfway | None = None

    @property
    def lead(self) -> CastMember:
        """Who opens the room, and so leads it."""
        return self.cast[self.steps[0].by]
