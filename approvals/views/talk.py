"""What was said about a statement, as one reader has it before them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from accounts.models import User
from approvals import policy
from approvals.anchors import Span, follow_through
from approvals.models import Review, Revision
from common.verdicts import Verdict
from incidents.models import Participant


@dataclass(frozen=True)
class Remark:
    """A review beside the revision on the screen. `span`: where its passage stands there; None when it stands there
    no more, or the review is about the whole."""

    review: Review
    revision: Revision
    reader: User
    span: Span | None

    @property
    def is_orphan(self) -> bool:
        """Whether it was about words that are gone."""
        return bool(self.review.quote) and self.span is None

    @property
    def holds(self) -> bool:
        """Whether nothing goes out while it stands like this."""
        if self.review.asks_for_changes:
            return self.review in self.revision.open_changes
        return self.review.stops(self.revision)

    @property
    def is_settled(self) -> bool:
        return not self.holds and not self.review.is_open

    @property
    def is_earlier(self) -> bool:
        return self.review.revision.number < self.revision.number

    @cached_property
    def may_settle(self) -> Verdict:
        return policy.settle(self.reader, self.review)

    @cached_property
    def may_reopen(self) -> Verdict:
        return policy.reopen(self.reader, self.review)

    @cached_property
    def may_accept(self) -> Verdict:
        return policy.accept(self.reader, self.review)


def remarks_on(
    revision: Revision, steps: Sequence[Revision], reader: User, place: Participant
) -> list[Remark]:
    """Everything said about `revision` and those before it that the holder of `place` may read, oldest first.
    `steps`: the statement's revisions, first to last."""
    by_number = {step.number: step for step in steps if step.number <= revision.number}
    said = Review.everything.filter(revision__in=by_number.values()).readable_by(place).told()
    numbers = {step.pk: number for number, step in by_number.items()}
    remarks = []
    for review in said:
        review.revision = by_number[numbers[review.revision_id]]
        review.revision.statement = revision.statement
        texts = [by_number[number].text for number in sorted(by_number) if number >= review.revision.number]
        span = follow_through(texts, review.span) if review.span else None
        remarks.append(Remark(review, revision, reader, span))
    return remarks
