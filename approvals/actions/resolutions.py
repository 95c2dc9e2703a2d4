from uuid import UUID

from django.db import transaction

from accounts.models import User
from approvals import policy
from approvals.actions.presses import made_by_press
from approvals.entries import ReviewSettled
from approvals.models import Outcome, Resolution, Review, Revision, Statement
from approvals.models.gate import REFUSALS
from common.gates import gate
from common.verdicts import require
from incidents.timeline import record


@transaction.atomic
def resolve(review: Review, *, by: User, key: UUID | None = None) -> Resolution:
    """Call a review settled. Raises Refused."""
    return _settle(review, Outcome.RESOLVED, by=by, key=key)


@transaction.atomic
def reopen(review: Review, *, by: User, key: UUID | None = None) -> Resolution:
    """Open a settled review again: what held the statement up does so again. Raises Refused."""
    return _settle(review, Outcome.REOPENED, by=by, key=key)


def _settle(review: Review, outcome: Outcome, *, by: User, key: UUID | None) -> Resolution:
    held = Statement.objects.hold(review.revision.statement)
    if earlier := made_by_press(Resolution, by=by, key=key, review_id=review.pk, outcome=outcome):
        return earlier
    review = under(held, review)
    ask = policy.reopen if outcome == Outcome.REOPENED else policy.settle
    require(ask(by, review))
    return decide(review, outcome, by=by, key=key)


def under(held: Statement, review: Review) -> Review:
    """`review` as it stands under the locks of `held`."""
    fresh = Review.everything.told().get(pk=review.pk)
    fresh.revision = Revision.objects.under(held, review.revision)
    return fresh


def decide(
    review: Review, outcome: Outcome, *, made: Revision | None = None, by: User, key: UUID | None
) -> Resolution:
    """Write down what became of `review`, and which revision it `made`. The caller has asked the policy under the
    statement's lock."""
    statement = review.revision.statement
    place = statement.incident.participant(by)
    assert place is not None  # the policy has said so
    said = ReviewSettled(
        statement=statement.pk,
        title=statement.title,
        kind=statement.kind,
        number=review.revision.number,
        sha=review.revision.fingerprint,
        role=place.role,
        outcome=outcome,
        text=review.text,
        about=str(review.author),
    )
    entry = record(statement.incident, said, by=by, refers_to=statement.entry, key=key)
    with gate(REFUSALS):
        return Resolution.objects.create(
            review_id=review.pk, outcome=outcome, made=made, entry=entry, by=by, clock_at=entry.clock_at
        )
