from uuid import UUID

from django.db import transaction

from accounts.models import User
from approvals import policy
from approvals.actions.presses import made_by_press
from approvals.actions.sign_offs import require_seen
from approvals.entries import ChangesRequested, DeskEntry, RevisionCommented
from approvals.models import Review, ReviewKind, Revision, Statement
from common.verdicts import require
from incidents.timeline import record


@transaction.atomic
def request_changes(
    revision: Revision, *, reason: str, seen_sha: str, by: User, key: UUID | None = None
) -> Review:
    """Say what has to change before `by` signs. It holds the statement until a new revision is saved, or
    until they sign after all. Raises Stale when the text on the screen is no longer the current one; Refused
    when they were not asked."""
    held = Statement.objects.hold(revision.statement)
    if earlier := _said_before(revision, ReviewKind.CHANGES_REQUESTED, reason, by=by, key=key):
        return earlier
    revision = Revision.objects.under(held, revision)
    require_seen(revision, seen_sha)
    require(policy.request_changes(by, revision))
    return _say(revision, ChangesRequested, ReviewKind.CHANGES_REQUESTED, by=by, key=key, reason=reason)


@transaction.atomic
def comment(revision: Revision, *, text: str, by: User, key: UUID | None = None) -> Review:
    """Say something about a revision, current or not. It stops nothing. Raises Refused."""
    held = Statement.objects.hold(revision.statement)
    if earlier := _said_before(revision, ReviewKind.COMMENT, text, by=by, key=key):
        return earlier
    revision = Revision.objects.under(held, revision)
    require(policy.comment(by, revision))
    return _say(revision, RevisionCommented, ReviewKind.COMMENT, by=by, key=key, text=text)


def _said_before(
    revision: Revision, kind: ReviewKind, text: str, *, by: User, key: UUID | None
) -> Review | None:
    return made_by_press(Review, by=by, key=key, revision_id=revision.pk, kind=kind, text=text)


def _say(
    revision: Revision,
    entry_type: type[DeskEntry],
    kind: ReviewKind,
    *,
    by: User,
    key: UUID | None,
    **words: str,
) -> Review:
    statement = revision.statement
    place = statement.incident.participant(by)
    assert place is not None  # the policy has said so
    said = entry_type(
        statement=statement.pk,
        title=statement.title,
        kind=statement.kind,
        number=revision.number,
        sha=revision.fingerprint,
        role=place.role,
        **words,  # type: ignore[arg-type]
    )
    entry = record(statement.incident, said, by=by, refers_to=statement.entry, key=key)
    return Review.objects.create(
        revision_id=revision.pk,
        entry=entry,
        kind=kind,
        text=next(iter(words.values())),
        author=by,
        created_at=entry.recorded_at,
        clock_at=entry.clock_at,
    )
