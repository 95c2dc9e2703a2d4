"""One manner for every form: what was typed comes back, whatever became of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from accounts.requests import Request
from common.verdicts import YES, Refused, Verdict, require


def sent(request: Request) -> QueryDict | None:
    """What was posted, be it nothing at all; None while the form is only being looked at."""
    return request.POST if request.method == "POST" else None


@dataclass(frozen=True)
class Attempt:
    """What became of a form: only looked at (200), done (200), invalid (422), or refused (409) and why."""

    status: int = 200
    is_done: bool = False
    made: Any = None
    refusal: Refused | None = None


def attempt(form: forms.Form, act: Callable[[dict[str, Any]], object], *, may: Verdict = YES) -> Attempt:
    """Do the deed if the form was sent, holds, and the action allows it. A refusal stands above the form's
    fields from here on; it is raised only where nothing was typed that could be lost.

    `may` is asked of a form that is only looked at or does not hold. Of one that holds the action asks it
    itself, under its lock and after it has looked whether this press came before.
    """
    if not form.is_bound:
        require(may)
        return Attempt()
    holds = form.is_valid()
    try:
        if holds:
            return Attempt(is_done=True, made=act(form.cleaned_data))
        require(may)
        return Attempt(status=422)
    except Refused as refusal:
        form.add_error(None, str(refusal.reason))
        return Attempt(status=409, refusal=refusal)


def form_page(
    request: Request,
    form: forms.Form,
    template: str,
    context: dict[str, Any],
    act: Callable[[dict[str, Any]], object],
    *,
    then: str,
) -> HttpResponse:
    """Draw the form on GET; on POST do the deed and go to `then`. Invalid (422) and refused (409) draw the form
    again with every word in it and the reason above."""
    tried = attempt(form, act)
    if tried.is_done:
        return redirect(then)
    return render(request, template, {**context, "form": form}, status=tried.status)
