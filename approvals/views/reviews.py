from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from accounts.requests import Request
from approvals import policy
from approvals.actions.resolutions import reopen, resolve
from approvals.actions.reviews import advise, comment, request_changes
from approvals.actions.suggestions import accept_suggestion, reject_suggestion
from approvals.forms.resolutions import ResolutionForm
from approvals.forms.reviews import ReviewForm
from approvals.models import Outcome, Review, ReviewKind, Revision
from approvals.views import answers
from approvals.views.access import revision_or_404, statement_or_404
from approvals.views.proof import Proof
from common.verdicts import Stale, require
from incidents.models import Stream
from incidents.views.access import entry_or_404
from incidents.views.forms import attempt


@require_POST
def create(request: Request, pk: int, number: int) -> HttpResponse:
    """Say something about a revision: in passing, so that it has to change before its reader signs, or to the
    cleared alone."""
    seen = revision_or_404(request.user, pk, number)
    form = ReviewForm(request.POST, revision=seen)
    ask = policy.request_changes if form.asks_for_changes else policy.comment
    tried = attempt(form, lambda data: _say(request, seen, **data), may=ask(request.user, seen))
    if isinstance(tried.refusal, Stale):
        return answers.overtaken(request, seen, tried.refusal, said=form)
    if not tried.is_done:
        proof = Proof(seen, request.user)
        return answers.show(request, proof, part=answers.SAID, status=tried.status, talk_form=form)
    return answers.done(request, seen, part=answers.SAID)


def _say(
    request: Request,
    seen: Revision,
    *,
    seen_sha: str,
    kind: str,
    stream: Stream,
    is_blocking: bool,
    replacement: str | None,
    text: str,
    **said: Any,
) -> None:
    if stream == Stream.PRIVILEGED:
        advise(seen, text=text, by=request.user, **said)
    elif kind == ReviewKind.CHANGES_REQUESTED:
        request_changes(
            seen, reason=text, replacement=replacement, seen_sha=seen_sha, by=request.user, **said
        )
    else:
        comment(seen, text=text, replacement=replacement, is_blocking=is_blocking, by=request.user, **said)


@require_POST
def settle(request: Request, pk: int, ref: str) -> HttpResponse:
    """Decide what becomes of something that was said: one press. Accepting a suggestion makes a new revision, so
    the page shows it then, against the one that was on the screen. Reviews go by the reference of their entry: a gap
    between their ids would tell of advice."""
    statement = statement_or_404(request.user, pk)
    entry = entry_or_404(request.user, statement.incident_id, ref)
    reviews = Review.objects.select_related("revision")
    about = get_object_or_404(reviews, entry=entry, revision__statement=statement)
    about.revision.statement = statement
    seen = statement.current
    form = ResolutionForm(request.POST, revision=seen)
    if not form.is_valid():
        require(policy.settle(request.user, about))
        return answers.show(request, Proof(seen, request.user), status=422)
    data = form.cleaned_data
    seen = statement.revisions.filter(sha256=data["seen_sha"]).last() or seen
    try:
        _decide(request, about, **data)
    except Stale as stale:
        return answers.overtaken(request, seen, stale)
    if data["outcome"] == Outcome.ACCEPTED:
        return answers.rewritten(request, seen)
    return answers.done(request, seen)


def _decide(request: Request, review: Review, *, outcome: Outcome, seen_sha: str, key: Any) -> None:
    if outcome == Outcome.ACCEPTED:
        accept_suggestion(review, seen_sha=seen_sha, key=key, by=request.user)
        return
    deeds = {Outcome.RESOLVED: resolve, Outcome.REOPENED: reopen, Outcome.REJECTED: reject_suggestion}
    deeds[outcome](review, key=key, by=request.user)
