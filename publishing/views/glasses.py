from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.proof import Prover
from accounts.requests import Request
from approvals import policy as approvals
from approvals.contents import Contents
from approvals.models import Revision
from approvals.models.demand import label_of
from approvals.views.access import revision_or_404
from common.verdicts import YES, Stale, Verdict
from incidents.views.forms import Attempt, attempt, sent
from publishing import policy
from publishing.actions.glasses import open_glass, review_glass, second_glass
from publishing.forms.glasses import OpenGlassForm, ReviewGlassForm, SecondGlassForm
from publishing.models import BreakGlass
from publishing.views.access import glass_or_404, shown_revision


@require_http_methods(["GET", "POST"])
def open_(request: Request, pk: int) -> HttpResponse:
    """The exact words, who has not signed them, and a form for the first of the two."""
    seen = shown_revision(request, pk)
    form = OpenGlassForm(sent(request), revision=seen, prover=Prover(request), auto_id="glass_%s")
    tried = attempt(
        form,
        lambda data: open_glass(seen, by=request.user, **data),
        may=policy.open_glass(request.user, seen),
    )
    if isinstance(tried.refusal, Stale):
        seen = seen.statement.current
        typed = {"reason": form.cleaned_data["reason"]}
        form = OpenGlassForm(revision=seen, prover=Prover(request), auto_id="glass_%s", initial=typed)
        return _answer(request, seen, form, tried, part="open", may=policy.open_glass(request.user, seen))
    return _answer(request, seen, form, tried, part="open")


@require_http_methods(["GET", "POST"])
def second(request: Request, pk: int) -> HttpResponse:
    """The same words and the reason, for the second of the two."""
    glass = glass_or_404(request.user, pk)
    seen = _read(request, glass)
    form = SecondGlassForm(sent(request), revision=seen, prover=Prover(request), auto_id="glass_%s")
    tried = attempt(
        form,
        lambda data: second_glass(glass, by=request.user, **data),
        may=policy.second_glass(request.user, seen.break_glass),
    )
    if isinstance(tried.refusal, Stale):  # the glass was for other words; for these it has to be begun anew
        seen = seen.statement.current
        return _answer(request, seen, form, tried, part="second", may=policy.open_glass(request.user, seen))
    return _answer(request, seen, form, tried, part="second")


@require_http_methods(["GET", "POST"])
def review(request: Request, pk: int) -> HttpResponse:
    """What went out and why, for a third who judges it afterwards."""
    glass = glass_or_404(request.user, pk)
    seen = _read(request, glass)
    form = ReviewGlassForm(sent(request), auto_id="glass_%s")
    tried = attempt(
        form,
        lambda data: review_glass(glass, by=request.user, **data),
        may=policy.review_glass(request.user, seen.break_glass),
    )
    return _answer(request, seen, form, tried, part="review")


def _read(request: Request, glass: BreakGlass) -> Revision:
    return revision_or_404(request.user, glass.revision.statement_id, glass.revision.number)


def _answer(
    request: Request, seen: Revision, form: forms.Form, tried: Attempt, *, part: str, may: Verdict = YES
) -> HttpResponse:
    """Done: back to the proof. Overtaken: the current words, and what `may` still be done with them."""
    statement = seen.statement
    if tried.is_done:
        return redirect(statement)
    context: dict[str, Any] = {
        "statement": statement,
        "incident": statement.incident,
        "revision": seen,
        "glass": getattr(seen, "break_glass", None),
        "missing": [label_of(desk) for desk in approvals.unsigned_desks(seen)],
        "contents": Contents(seen, None),
        "form": form,
        "stale": tried.refusal.reason if isinstance(tried.refusal, Stale) else "",
        "may": may,
    }
    return render(request, f"publishing/glasses/{part}.html", context, status=tried.status)
