from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from approvals import policy as approvals
from approvals.actions.presses import made_by_press
from approvals.actions.sign_offs import require_seen
from approvals.models import Revision, Statement
from common.gates import gate
from common.text import clean_text
from common.verdicts import Refused, require
from incidents.models import TimelineEntry
from incidents.timeline import record
from publishing import policy
from publishing.entries import GlassBroken, GlassOpened, GlassReviewed
from publishing.models import AfterReview, BreakGlass, Second
from publishing.models.break_glass import LEAST_REASON, LONGEST_REASON
from publishing.models.glass_gate import REFUSALS


@transaction.atomic
def open_glass(
    revision: Revision, *, reason: str, seen_sha: str, by: User, key: UUID | None = None
) -> BreakGlass:
    """Say that `revision` has to go out before every desk can sign it, and why. Nothing may go out yet: a second
    person has to say the same.

    Raises Stale when the text on the screen is no longer the current one; Refused otherwise.
    """
    statement = Statement.objects.hold(revision.statement)
    if earlier := made_by_press(
        BreakGlass, by=by, key=key, revision_id=revision.pk, sha256=seen_sha, reason=reason
    ):
        return earlier
    revision = Revision.objects.under(statement, revision)
    require_seen(revision, seen_sha)
    require(policy.open_glass(by, revision))
    said = GlassOpened(
        **_named(revision), reason=_clean(reason), missing=[*map(str, approvals.unsigned_desks(revision))]
    )
    entry = record(statement.incident, said, by=by, refers_to=statement.entry, key=key)
    with gate(REFUSALS):
        return BreakGlass.objects.create(
            revision_id=revision.pk,
            entry=entry,
            sha256=seen_sha,
            reason=said.reason,
            opened_by=by,
            clock_at=entry.clock_at,
        )


@transaction.atomic
def second_glass(glass: BreakGlass, *, seen_sha: str, by: User, key: UUID | None = None) -> Second:
    """Break the glass: say, as the second of two, that exactly this text goes out before every desk has signed
    it. Everyone in the room is told at once, with the reason.

    Raises Stale when the text on the screen is no longer the current one; Refused otherwise.
    """
    statement = Statement.objects.hold(glass.revision.statement)
    if earlier := made_by_press(Second, by=by, key=key, break_glass=glass, sha256=seen_sha):
        return earlier
    revision = Revision.objects.under(statement, glass.revision)
    require_seen(revision, seen_sha)
    glass = revision.break_glass
    require(policy.second_glass(by, glass))
    said = GlassBroken(
        **_named(revision),
        reason=glass.reason,
        missing=[*map(str, approvals.unsigned_desks(revision))],
        opened_by=str(glass.opened_by),
    )
    entry = record(statement.incident, said, by=by, strands=statement.strands, key=key)
    with gate(REFUSALS):
        return Second.objects.create(
            break_glass=glass, entry=entry, person=by, sha256=seen_sha, clock_at=entry.clock_at
        )


@transaction.atomic
def review_glass(glass: BreakGlass, *, text: str, by: User, key: UUID | None = None) -> AfterReview:
    """Say afterwards, as a third, whether breaking the glass was right. Raises Refused."""
    statement = Statement.objects.hold(glass.revision.statement)
    if earlier := made_by_press(AfterReview, by=by, key=key, break_glass=glass, text=text):
        return earlier
    revision = Revision.objects.under(statement, glass.revision)
    glass = revision.break_glass
    require(policy.review_glass(by, glass))
    said = GlassReviewed(**_named(revision), text=_words(text))
    entry: TimelineEntry = record(statement.incident, said, by=by, refers_to=statement.entry, key=key)
    with gate(REFUSALS):
        return AfterReview.objects.create(
            break_glass=glass, entry=entry, person=by, text=said.text, clock_at=entry.clock_at
        )


def _named(revision: Revision) -> dict[str, Any]:
    statement = revision.statement
    return {
        "statement": statement.pk,
        "title": statement.title,
        "kind": statement.kind,
        "number": revision.number,
        "sha": revision.fingerprint,
    }


def _words(text: str) -> str:
    try:
        return clean_text(text, limit=LONGEST_REASON)
    except ValidationError as error:
        raise Refused(error.message) from error


def _clean(reason: str) -> str:
    reason = _words(reason)
    if len(reason) < LEAST_REASON:
        raise Refused(
            _("Give the reason in at least %(least)d characters: somebody will judge it afterwards.")
            % {"least": LEAST_REASON}
        )
    return reason
