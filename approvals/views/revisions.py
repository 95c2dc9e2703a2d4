from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import Request
from approvals import policy
from approvals.actions.revisions import mark_seen, save_revision
from approvals.forms.revisions import RevisionForm
from approvals.models import Revision
from approvals.redline import redline
from approvals.views import answers
from approvals.views.access import revision_or_404, statement_or_404
from approvals.views.proof import Proof
from common.verdicts import Stale, require
from incidents.views.forms import attempt


@require_GET
def edit(request: Request, pk: int) -> HttpResponse:
    """The current revision in an editor."""
    statement = statement_or_404(request.user, pk)
    require(policy.revise(request.user, statement))
    return _editor(request, statement.current, RevisionForm.over(statement.current))


@require_POST
def create(request: Request, pk: int) -> HttpResponse:
    """Save the next revision. When someone else was quicker: both texts, side by side, and nothing lost."""
    statement = statement_or_404(request.user, pk)
    form = RevisionForm(request.POST, incident=statement.incident)
    tried = attempt(
        form,
        lambda data: save_revision(statement, by=request.user, **data),
        may=policy.revise(request.user, statement),
    )
    if isinstance(tried.refusal, Stale):
        current = statement_or_404(request.user, pk).current
        rebased = RevisionForm.rebased(request.POST, current)
        mine = form.cleaned_data["text"]
        return _editor(
            request,
            current,
            rebased,
            status=409,
            stale=tried.refusal.reason,
            pieces=redline(current.text, mine),
        )
    if not tried.is_done:
        return _editor(request, statement.current, form, status=tried.status)
    return answers.go(request, statement.get_absolute_url())


@require_GET
def parts(request: Request, pk: int, number: int) -> HttpResponse:
    """What may have changed around a revision on somebody's screen: slots, facts, reviews, buttons."""
    return answers.show(request, Proof(revision_or_404(request.user, pk, number), request.user))


@require_GET
def newer(request: Request, pk: int, number: int) -> HttpResponse:
    """Whether somebody has saved a newer revision than the one on this reader's screen, or in their editor."""
    proof = Proof(revision_or_404(request.user, pk, number), request.user)
    return render(
        request, "approvals/statements/_newer.html", proof.context(is_editing="editing" in request.GET)
    )


@require_POST
def read(request: Request, pk: int, number: int) -> HttpResponse:
    """This reader has the revision on their screen.

    Said by the page itself once it is drawn, not by the GET that fetches it: a GET stays free of effects (a
    browser may fetch ahead), and what counts as seen is the revision that was shown, not the one that is
    current by then.
    """
    mark_seen(revision_or_404(request.user, pk, number), by=request.user)
    return HttpResponse(status=204)


def _editor(
    request: Request, revision: Revision, form: RevisionForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    template = "_editor.html" if request.htmx else "edit.html"
    proof = Proof(revision, request.user)
    context = proof.context(form=form, listening=proof.listening(request.session.session_key), **more)
    return render(request, f"approvals/statements/{template}", context, status=status)
