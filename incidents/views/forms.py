"""One manner for every form with a page of its own."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from accounts.requests import Request
from common.verdicts import Refused


def sent(request: Request) -> QueryDict | None:
    """What was posted, be it nothing at all; None while the form is only being looked at."""
    return request.POST if request.method == "POST" else None


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
    context = {**context, "form": form}
    if request.method != "POST":
        return render(request, template, context)
    if not form.is_valid():
        return render(request, template, context, status=422)
    try:
        act(form.cleaned_data)
    except Refused as refusal:
        return render(request, template, {**context, "reason": refusal.reason}, status=409)
    return redirect(then)
