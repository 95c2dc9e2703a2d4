"""How the review page answers: whole to a browser that opens it, in its live parts to htmx."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import HttpResponseClientRedirect, retarget

from accounts.proof import Prover
from accounts.requests import Request
from approvals.forms.reviews import ReviewForm
from approvals.forms.sign_offs import SeenForm, SignOffForm
from approvals.models import Revision
from approvals.views.access import revision_or_404, statement_or_404
from approvals.views.proof import Proof
from common.verdicts import Stale

PAGE = "approvals/statements/show.html"
REVIEW = "approvals/statements/_review.html"
PARTS = "approvals/statements/_parts.html"
SAID = "approvals/statements/_said.html"


def show(
    request: Request, proof: Proof, *, part: str = PARTS, status: int = 200, **more: Any
) -> HttpResponse:
    """The page about `proof`, or the `part` of it that htmx asks for. `more` may hold a bound form."""
    revision = proof.revision
    forms = {
        "ask_form": SeenForm(revision=revision, auto_id="ask_%s"),
        "sign_form": SignOffForm(
            revision=revision, prover=Prover(request), auto_id=f"sign_{revision.number}_%s"
        ),
        "talk_form": ReviewForm.about(revision, request.GET.get("about", "")),
    }
    context = proof.context(**{**forms, **more}, listening=proof.listening(request.session.session_key))
    return render(request, part if request.htmx else PAGE, context, status=status)


def done(request: Request, revision: Revision, *, part: str = PARTS) -> HttpResponse:
    """After a deed: the page as it now stands."""
    if not request.htmx:
        return redirect(revision.statement)
    fresh = revision_or_404(request.user, revision.statement_id, revision.number)
    return show(request, Proof(fresh, request.user), part=part, status=201)


def overtaken(
    request: Request, seen: Revision, stale: Stale, *, said: ReviewForm | None = None
) -> HttpResponse:
    """The text changed under the reader's eyes, and nothing was done. Shows the current one against what they
    saw; all that they had `said` of it is still there, to be said of the current one."""
    statement = statement_or_404(request.user, seen.statement_id)
    kept = {"talk_form": said.again(statement.current)} if said else {}
    proof = Proof(statement.current, request.user, seen.number)
    response = show(request, proof, part=REVIEW, status=409, stale=stale.reason, **kept)
    response["HX-Reswap"] = "outerMorph"
    return retarget(response, "#review")


def rewritten(request: Request, seen: Revision) -> HttpResponse:
    """After a deed that made a new revision of what was on the screen: the new one against it."""
    statement = statement_or_404(request.user, seen.statement_id)
    if not request.htmx:
        return redirect(f"{statement.get_absolute_url()}?against={seen.number}")
    response = show(request, Proof(statement.current, request.user, seen.number), part=REVIEW, status=201)
    response["HX-Reswap"] = "outerMorph"
    return retarget(response, "#review")


def go(request: Request, url: str) -> HttpResponse:
    """On to another page, whoever asked."""
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)
