from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from approvals import policy
from approvals.actions.packing import lay_down, pack, wrap
from approvals.actions.presses import made_by_press
from approvals.entries import RevisionSaved
from approvals.models import LastSeen, Revision, Statement
from common.verdicts import Stale, require
from incidents.models import Fact
from incidents.timeline import record


@transaction.atomic
def save_revision(
    statement: Statement,
    *,
    text: str,
    channels: Iterable[str],
    citations: Sequence[Fact],
    language: str = "en",
    note: str = "",
    valid_until: datetime | None = None,
    spokespeople: Iterable[int] = (),
    based_on: int,
    by: User,
    key: UUID | None = None,
) -> Revision:
    """Write the next revision. Sign-offs stay with the one that was signed, so all begin anew.

    A save that changes nothing returns the current revision and leaves its sign-offs alone, unless one of
    them has lapsed: then the same words may be put before the desks again.

    Raises Stale when `based_on` is not the current number: someone else saved first, and both texts must be
    looked at; or when this press saved other words before. Raises Refused otherwise.
    """
    statement = Statement.objects.hold(statement)
    channels = list(channels)
    sent = wrap(text=text, channels=channels, language=language, citations=citations)
    if earlier := made_by_press(
        Revision,
        by=by,
        key=key,
        otherwise=Stale,
        statement_id=statement.pk,
        sha256=sent.sha256,
        note=note,
    ):
        return earlier
    require(policy.revise(by, statement))
    current = statement.current
    package, facts = pack(
        statement.incident, text=text, channels=channels, language=language, citations=citations
    )
    given = (current.valid_until, current.spokespeople) == (valid_until, sorted(set(spokespeople)))
    if package.sha256 == current.sha256 and given and not current.lapsed_slots:
        return current
    if based_on != current.number:
        raise Stale(
            _(
                "%(name)s saved revision %(number)d in the meantime. "
                "Nothing of yours is lost: compare, and save again."
            )
            % {"name": current.author, "number": current.number}
        )
    said = RevisionSaved(
        statement=statement.pk,
        title=statement.title,
        kind=statement.kind,
        number=current.number + 1,
        sha=package.sha256[:12],
        words=len(package.text.split()),
        note=note,
        voided=current.sign_offs.count(),
    )
    entry = record(statement.incident, said, by=by, refers_to=statement.entry, key=key)
    return lay_down(
        statement,
        current.number + 1,
        package,
        facts,
        entry=entry,
        note=note,
        valid_until=valid_until,
        spokespeople=spokespeople,
        by=by,
    )


@transaction.atomic
def mark_seen(revision: Revision, *, by: User) -> None:
    """Remember that `by` has opened `revision`, for the redline of the next. No entry: reading is no deed."""
    require(policy.open_for_review(by, revision))
    seen, is_new = LastSeen.objects.select_for_update().get_or_create(
        statement=revision.statement, person=by, defaults={"revision": revision}
    )
    if is_new or seen.revision_id == revision.pk:
        return
    seen.revision, seen.earlier = revision, seen.revision
    seen.save(update_fields=["revision", "earlier"])
