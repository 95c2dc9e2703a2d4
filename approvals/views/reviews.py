from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from accounts.requests import Request
from approvals import policy
from approvals.actions.reviews import comment, request_changes
from approvals.forms.reviews import ReviewForm
from approvals.models import ReviewKind, Revision
from approvals.views import answers
from approvals.views.access import revision_or_404
from approvals.views.proof import Proof
from common.verdicts import Stale
from incidents.views.forms import attempt


@require_POST
def create(request: Request, pk: int, number: int) -> HttpResponse:
    """Say something about a revision: in passing, or so that it has to change before its reader signs."""
    seen = revision_or_404(request.user, pk, number)
    form = ReviewForm(request.POST, revision=seen)
    ask = policy.request_changes if form.asks_for_changes else policy.comment
    tried = attempt(form, lambda data: _say(request, seen, **data), may=ask(request.user, seen))
    if isinstance(tried.refusal, Stale):
        return answers.overtaken(request, seen, tried.refusal, said=form.cleaned_data["text"])
    if not tried.is_done:
        proof = Proof(seen, request.user)
        return answers.show(request, proof, part=answers.SAID, status=tried.status, talk_form=form)
    return answers.done(request, seen, part=answers.SAID)


def _say(request: Request, seen: Revision, *, text: str, seen_sha: str, kind: str, key: Any) -> None:
    if kind == ReviewKind.CHANGES_REQUESTED:
        request_changes(seen, reason=text, seen_sha=seen_sha, key=key, by=request.user)
    else:
        comment(seen, text=text, key=key, by=request.user)
