"""A drill whose clock a test can set, so that lengths of time come out exact."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from approvals.models import Revision
from incidents.actions.rooms import open_room, set_clock
from incidents.models import Incident, Kind, Severity
from publishing.actions.publications import publish
from publishing.models import Publication
from tests.cast import Cast

OPENED = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def a_drill(cast: Cast) -> Incident:
    """A room that opened at eight."""
    return open_room(
        title="A drill",
        severity=Severity.SEV2,
        kind=Kind.OTHER,
        by=cast.lead,
        is_exercise=True,
        opened_at=OPENED,
    )


def at(minutes: int) -> datetime:
    """So long after the opening."""
    return OPENED + timedelta(minutes=minutes)


def clock(cast: Cast, drill: Incident) -> Callable[[int], Incident]:
    """Sets the drill's clock to so many minutes after its opening."""
    return lambda minutes: set_clock(drill, now=at(minutes), by=cast.lead)


def sent(cast: Cast, revision: Revision, *, minutes: int, channel: str = "x") -> Publication:
    """Goes out so many minutes after the opening; the clock must have reached that."""
    return publish(
        revision,
        channel=channel,
        url="https://x.example/status/1",
        seen_sha=revision.sha256,
        published_at=at(minutes),
        by=cast.lead,
    )
