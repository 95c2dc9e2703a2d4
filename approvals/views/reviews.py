from django.http import HttpResponse
from django.views.decorators.http import require_POST

from accounts.requests import Request
from approvals import policy
from approvals.actions.reviews import comment, request_changes
from approvals.forms.reviews import ReviewForm
from approvals.views import answers
from approvals.views.access import revision_or_404
from approvals.views.proof import Proof
from common.verdicts import Stale, require


@require_POST
def create(request: Request, pk: int, number: int) -> HttpResponse:
    """Say something about a revision: in passing, or so that it has to change before its reader signs."""
    seen = revision_or_404(request.user, pk, number)
    form = ReviewForm(request.POST, revision=seen)
    if not form.is_valid():
        ask = policy.request_changes if form.asks_for_changes else policy.comment
        require(ask(request.user, seen))
        return answers.show(request, Proof(seen, request.user), part=answers.SAID, status=422, talk_form=form)
    said, sha, key = (form.cleaned_data[name] for name in ("text", "seen_sha", "key"))
    if not form.asks_for_changes:
        comment(seen, text=said, key=key, by=request.user)
        return answers.done(request, seen, part=answers.SAID)
    try:
        request_changes(seen, reason=said, seen_sha=sha, key=key, by=request.user)
    except Stale as stale:
        return answers.overtaken(request, seen, stale, said=said)
    return answers.done(request, seen, part=answers.SAID)
