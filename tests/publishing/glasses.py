"""Glasses in every state, made by the deeds that people use."""

from approvals.models import Revision
from publishing.actions.glasses import open_glass, second_glass
from publishing.models import BreakGlass
from tests.cast import Cast, User

REASON = "The site goes down at noon and legal is on a plane."


def opened(revision: Revision, *, by: User) -> BreakGlass:
    return open_glass(revision, reason=REASON, seen_sha=revision.sha256, by=by)


def broken(cast: Cast, revision: Revision) -> BreakGlass:
    """Opened by comms and seconded by the executive, neither of whom wrote the words."""
    glass = opened(revision, by=cast.comms)
    second_glass(glass, seen_sha=revision.sha256, by=cast.executive)
    return BreakGlass.objects.told().get(pk=glass.pk)
