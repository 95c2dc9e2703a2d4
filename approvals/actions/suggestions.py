from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from approvals import policy
from approvals.actions.presses import made_by_press
from approvals.actions.resolutions import decide, under
from approvals.actions.revisions import save_revision
from approvals.actions.sign_offs import require_seen
from approvals.anchors import Span, follow_through
from approvals.models import Outcome, Resolution, Review, Revision, Statement
from common.verdicts import Refused, require


@transaction.atomic
def accept_suggestion(review: Review, *, seen_sha: str, by: User, key: UUID | None = None) -> Resolution:
    """Save a revision in which the suggested words stand where the passage now is; `by` becomes one of the
    statement's authors. Raises Stale when the text on the screen is no longer the current one; Refused when the
    passage is not in it any more, or the new text could not be saved by hand either."""
    held = Statement.objects.hold(review.revision.statement)
    if earlier := made_by_press(Resolution, by=by, key=key, review_id=review.pk, outcome=Outcome.ACCEPTED):
        return earlier
    review = under(held, review)
    current = Revision.objects.under(held, held.current)
    require_seen(current, seen_sha)
    require(policy.accept(by, review))
    span = standing(review, current)
    if span is None:
        raise Refused(
            _("The words that this is about are no longer in the text. Revise it by hand, or reject this.")
        )
    with override(current.language):  # a note is part of the record, and not of its reader's language
        note = _("As %(name)s suggested") % {"name": review.author}
    made = _save(current, _put(current.text, span, review.replacement or ""), note=note, by=by)
    return decide(review, Outcome.ACCEPTED, made=made, by=by, key=key)


@transaction.atomic
def reject_suggestion(review: Review, *, by: User, key: UUID | None = None) -> Resolution:
    """Leave the text as it is, and say so. Raises Refused."""
    held = Statement.objects.hold(review.revision.statement)
    if earlier := made_by_press(Resolution, by=by, key=key, review_id=review.pk, outcome=Outcome.REJECTED):
        return earlier
    review = under(held, review)
    require(policy.reject(by, review))
    return decide(review, Outcome.REJECTED, by=by, key=key)


def standing(review: Review, current: Revision) -> Span | None:
    """Where the passage that `review` is about stands in the text of `current`; None when it is there no more."""
    span = review.span
    if span is None:
        return None
    later = Revision.objects.filter(statement=current.statement_id, number__lte=current.number)
    since = later.filter(number__gte=review.revision.number).order_by("number")
    return follow_through(list(since.values_list("text", flat=True)), span)


def _save(current: Revision, text: str, *, note: str, by: User) -> Revision:
    """The next revision, in which nothing but the words has changed."""
    return save_revision(
        current.statement,
        text=text,
        channels=current.channels,
        citations=[cited.fact for cited in current.cites],
        language=current.language,
        note=note,
        based_on=current.number,
        by=by,
    )


def _put(text: str, span: Span, words: str) -> str:
    """`text` with `words` in place of a passage; without any, no two blanks meet where it stood."""
    before, after = text[: span[0]], text[span[1] :]
    if not words and before[-1:] in ("", " ", "\n") and after[:1] == " ":
        after = after[1:]
    elif not words and before[-1:] == " " and after[:1] in ("", ".", ",", ";", ":", "!", "?", "\n"):
        before = before[:-1]
    return before + words + after
