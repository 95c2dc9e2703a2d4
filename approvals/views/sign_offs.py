from django.http import HttpResponse
from django.views.decorators.http import require_POST

from accounts.proof import Prover
from accounts.requests import Request
from approvals import policy
from approvals.actions.sign_offs import request_sign_off, sign_off
from approvals.forms.sign_offs import SeenForm, SignOffForm
from approvals.views import answers
from approvals.views.access import revision_or_404, statement_or_404
from approvals.views.proof import Proof
from common.verdicts import Stale, require


@require_POST
def request_(request: Request, pk: int) -> HttpResponse:
    """Put the current revision before every desk that has to sign it."""
    statement = statement_or_404(request.user, pk)
    seen = statement.current
    form = SeenForm(request.POST, revision=seen, auto_id="ask_%s")
    if not form.is_valid():
        require(policy.request_sign_off(request.user, seen))
        return answers.show(request, Proof(seen, request.user), status=422, ask_form=form)
    seen = statement.revisions.filter(sha256=form.cleaned_data["seen_sha"]).last() or seen
    try:
        request_sign_off(statement, by=request.user, **form.cleaned_data)
    except Stale as stale:
        return answers.overtaken(request, seen, stale)
    return answers.done(request, statement.current)


@require_POST
def create(request: Request, pk: int, number: int) -> HttpResponse:
    """Sign exactly the text whose digest the form carries."""
    seen = revision_or_404(request.user, pk, number)
    prover = Prover(request)
    form = SignOffForm(request.POST, revision=seen, prover=prover, auto_id=f"sign_{number}_%s")
    if not form.is_valid():
        require(policy.sign_off(request.user, seen))
        return answers.show(request, Proof(seen, request.user), status=422, sign_form=form)
    try:
        sign_off(seen, by=request.user, **form.cleaned_data)
    except Stale as stale:
        return answers.overtaken(request, seen, stale)
    return answers.done(request, seen)
