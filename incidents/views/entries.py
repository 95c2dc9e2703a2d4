from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import reswap, retarget

from accounts.requests import Request
from incidents import policy
from incidents.actions.calls import log_call
from incidents.actions.decisions import make_decision
from incidents.actions.entries import strike_entry
from incidents.actions.facts import confirm_fact, post_fact, refute_fact
from incidents.actions.notes import post_note
from incidents.actions.questions import answer_question, ask_question
from incidents.actions.signals import post_signal
from incidents.forms.composer import Composer
from incidents.forms.entries import AnswerForm, SettleForm, StrikeForm
from incidents.models import FactState, TimelineEntry
from incidents.rendering import render_all
from incidents.views.access import entry_or_404, fact_or_404, place_or_404, question_or_404
from incidents.views.forms import attempt, form_page, sent

COMPOSER = "incidents/timeline/_composer.html"
COMPOSER_PAGE = "incidents/entries/compose.html"

POSTS: dict[str, Callable[..., Any]] = {
    "note": post_note,
    "signal": post_signal,
    "fact": post_fact,
    "decision": make_decision,
    "call": log_call,
    "question": ask_question,
}


@require_POST
def create(request: Request, pk: int) -> HttpResponse:
    """Post from the composer. The entry arrives by the socket, as for all; the answer is only the next press's
    key, for the page empties its composer itself. One that came back with its faults is drawn anew."""
    place = place_or_404(request.user, pk)
    incident = place.incident
    composer = Composer.sent(incident, place, request.POST)
    post = POSTS[composer.chosen]
    tried = attempt(composer.form, lambda data: post(incident, by=request.user, **data))
    if not tried.is_done:
        template = COMPOSER if request.htmx else COMPOSER_PAGE
        return render(request, template, {"incident": incident, "composer": composer}, status=tried.status)
    if not request.htmx:
        return redirect(incident)
    fresh = Composer.blank(incident, place, chosen=composer.chosen)
    if "again" in request.POST:
        return render(
            request, COMPOSER, {"incident": incident, "composer": fresh, "posted": True}, status=201
        )
    key = HttpResponse(str(fresh.form["key"]), status=201)
    return retarget(reswap(key, "outerHTML"), "#composer [name=key]")


@require_GET
def show(request: Request, pk: int, ref: str) -> HttpResponse:
    """One entry on a page of its own, with what this reader may do about it."""
    entry = entry_or_404(request.user, pk, ref)
    later = entry.later.told()
    language = get_language() or "en"
    return render(
        request,
        "incidents/entries/show.html",
        {
            "incident": entry.incident,
            "entry": entry,
            "articles": render_all([entry, *later], language),
            **_deeds(request, pk, ref),
        },
    )


@require_GET
def menu(request: Request, pk: int, ref: str) -> HttpResponse:
    """What this reader may do about an entry. Fetched when asked for, because it depends on who asks."""
    return render(request, "incidents/entries/_menu.html", _deeds(request, pk, ref))


def _deeds(request: Request, pk: int, ref: str) -> dict[str, Any]:
    entry = entry_or_404(request.user, pk, ref)
    deeds: dict[str, Any] = {"entry": entry, "incident": entry.incident}
    if policy.write(request.user, entry.incident):
        deeds["strike"] = policy.strike(request.user, entry)
        if entry.type == "fact.posted":
            fact = fact_or_404(request.user, pk, ref)
            deeds["fact"] = fact
            deeds["confirm"] = policy.settle_fact(request.user, fact, to=FactState.CONFIRMED)
            deeds["refute"] = policy.settle_fact(request.user, fact, to=FactState.REFUTED)
        if entry.type == "question.asked":
            deeds["answer"] = policy.answer(request.user, question_or_404(request.user, pk, ref))
    return deeds


def confirm(request: Request, pk: int, ref: str) -> HttpResponse:
    fact = fact_or_404(request.user, pk, ref)
    return _deed(request, fact.entry, "confirmation", SettleForm, partial(confirm_fact, fact))


def refute(request: Request, pk: int, ref: str) -> HttpResponse:
    fact = fact_or_404(request.user, pk, ref)
    return _deed(request, fact.entry, "refutation", SettleForm, partial(refute_fact, fact))


def answer(request: Request, pk: int, ref: str) -> HttpResponse:
    question = question_or_404(request.user, pk, ref)
    return _deed(request, question.entry, "answer", AnswerForm, partial(answer_question, question))


def strike(request: Request, pk: int, ref: str) -> HttpResponse:
    entry = entry_or_404(request.user, pk, ref)
    return _deed(request, entry, "strike", StrikeForm, partial(strike_entry, entry))


def _deed(
    request: Request,
    entry: TimelineEntry,
    name: str,
    form_class: type[SettleForm | AnswerForm | StrikeForm],
    act: Callable[..., object],
) -> HttpResponse:
    """A short form under an entry, or on a page of its own for whoever opens its address."""
    form = form_class(sent(request))
    context: dict[str, Any] = {"incident": entry.incident, "entry": entry, "form": form, "deed": name}
    if not request.htmx:
        context["articles"] = render_all([entry], get_language() or "en")
        return form_page(
            request,
            form,
            "incidents/entries/deed.html",
            context,
            lambda data: act(by=request.user, **data),
            then=entry.get_absolute_url(),
        )
    tried = attempt(form, lambda data: act(by=request.user, **data))
    template = "incidents/entries/_done.html" if tried.is_done else "incidents/entries/_deed.html"
    return render(request, template, context, status=tried.status)
