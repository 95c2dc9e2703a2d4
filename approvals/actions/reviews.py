from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from approvals import policy
from approvals.actions.presses import made_by_press
from approvals.actions.sign_offs import require_seen
from approvals.entries import AdviceGiven, ChangesRequested, DeskEntry, RevisionCommented
from approvals.models import Review, ReviewKind, Revision, Statement
from approvals.models.gate import REFUSALS
from common.gates import gate
from common.verdicts import Refused, require
from incidents.models import Stream
from incidents.timeline import record


@transaction.atomic
def request_changes(
    revision: Revision,
    *,
    reason: str,
    quote: str = "",
    position: int | None = None,
    replacement: str | None = None,
    seen_sha: str,
    by: User,
    key: UUID | None = None,
) -> Review:
    """Say what has to change before `by` signs. It holds the statement until a new revision is saved, until they
    sign after all, or until they or their desk call it resolved. The rest as for `comment`. Raises Stale when the
    text on the screen is no longer the current one; Refused when they were not asked."""
    held = Statement.objects.hold(revision.statement)
    said = _said(ReviewKind.CHANGES_REQUESTED, reason, quote, position, replacement)
    if earlier := made_by_press(Review, by=by, key=key, revision_id=revision.pk, **said):
        return earlier
    revision = Revision.objects.under(held, revision)
    require_seen(revision, seen_sha)
    require(policy.request_changes(by, revision))
    return _say(revision, ChangesRequested, said, by=by, key=key, reason=reason)


@transaction.atomic
def comment(
    revision: Revision,
    *,
    text: str,
    quote: str = "",
    position: int | None = None,
    replacement: str | None = None,
    is_blocking: bool = False,
    by: User,
    key: UUID | None = None,
) -> Review:
    """Say something about a revision, current or not: about all of it, or about the passage `quote` that begins
    `position` characters into its text. With a `replacement` it suggests other words for the passage (none, when
    it is empty). While it `is_blocking` and open, nothing of the statement goes out. Raises Refused."""
    held = Statement.objects.hold(revision.statement)
    said = _said(ReviewKind.COMMENT, text, quote, position, replacement) | {"is_blocking": is_blocking}
    if earlier := made_by_press(Review, by=by, key=key, revision_id=revision.pk, **said):
        return earlier
    revision = Revision.objects.under(held, revision)
    require(policy.comment(by, revision))
    return _say(revision, RevisionCommented, said, by=by, key=key, text=text, blocking=is_blocking)


@transaction.atomic
def advise(
    revision: Revision,
    *,
    text: str,
    quote: str = "",
    position: int | None = None,
    by: User,
    key: UUID | None = None,
) -> Review:
    """Say something about a revision to the cleared alone. It holds up nothing, and none of its words can get into
    the draft by a press. Raises Refused."""
    held = Statement.objects.hold(revision.statement)
    said = _said(ReviewKind.COMMENT, text, quote, position, None) | {"stream": Stream.PRIVILEGED}
    if earlier := made_by_press(Review, by=by, key=key, revision_id=revision.pk, **said):
        return earlier
    revision = Revision.objects.under(held, revision)
    require(policy.advise(by, revision))
    return _say(revision, AdviceGiven, said, by=by, key=key, text=text)


def _said(
    kind: ReviewKind, text: str, quote: str, position: int | None, replacement: str | None
) -> dict[str, Any]:
    return {
        "kind": kind,
        "text": text,
        "quote": quote,
        "position": position if quote else None,
        "replacement": replacement if quote else None,
    }


def _say(
    revision: Revision,
    entry_type: type[DeskEntry],
    said: dict[str, Any],
    *,
    by: User,
    key: UUID | None,
    **words: Any,
) -> Review:
    statement = revision.statement
    _find(revision, said)
    place = statement.incident.participant(by)
    assert place is not None  # the policy has said so
    told = entry_type(
        statement=statement.pk,
        title=statement.title,
        kind=statement.kind,
        number=revision.number,
        sha=revision.fingerprint,
        role=place.role,
        **words,
    )
    is_advice = told.chosen_stream() == Stream.PRIVILEGED  # of another stream than the draft
    refers_to = None if is_advice else statement.entry
    entry = record(
        statement.incident,
        told,
        by=by,
        refers_to=refers_to,
        strands=() if refers_to else statement.strands,
        key=key,
    )
    with gate(REFUSALS):
        return Review.objects.create(
            revision_id=revision.pk,
            entry=entry,
            author=by,
            created_at=entry.recorded_at,
            clock_at=entry.clock_at,
            **said,
        )


def _find(revision: Revision, said: dict[str, Any]) -> None:
    """Make sure that the passage stands where it was said to. Raises Refused."""
    quote, position = said["quote"], said["position"]
    if quote and (position is None or revision.text[position : position + len(quote)] != quote):
        raise Refused(REFUSALS["WR050"])
    if said["replacement"] is not None and said["replacement"] == quote:
        raise Refused(_("What you suggest is what stands there."))
