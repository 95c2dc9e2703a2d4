from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from common.requests import Request
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
from incidents.models import FactState
from incidents.rendering import render_all
from incidents.views.access import entry_or_404, fact_or_404, question_or_404, room_or_404

COMPOSER = "incidents/timeline/_composer.html"

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
    """Post from the composer. The answer is an empty composer; the entry arrives by the socket, as for all."""
    incident = room_or_404(request.user, pk)
    place = incident.participant(request.user)
    assert place is not None
    composer = Composer.sent(incident, place, request.POST)
    if not composer.form.is_valid():
        return render(request, COMPOSER, {"incident": incident, "composer": composer}, status=422)
    POSTS[composer.chosen](incident, by=request.user, **composer.form.cleaned_data)
    fresh = Composer.blank(incident, place, chosen=composer.chosen)
    return render(request, COMPOSER, {"incident": incident, "composer": fresh, "posted": True}, status=201)


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
    return _deed(request, pk, ref, "confirmation", SettleForm, lambda data: confirm_fact(fact, by=request.user, **data))


def refute(request: Request, pk: int, ref: str) -> HttpResponse:
    fact = fact_or_404(request.user, pk, ref)
    return _deed(request, pk, ref, "refutation", SettleForm, lambda data: refute_fact(fact, by=request.user, **data))


def answer(request: Request, pk: int, ref: str) -> HttpResponse:
    question = question_or_404(request.user, pk, ref)
    return _deed(
        request, pk, ref, "answer", AnswerForm, lambda data: answer_question(question, by=request.user, **data)
    )


def strike(request: Request, pk: int, ref: str) -> HttpResponse:
    entry = entry_or_404(request.user, pk, ref)
    return _deed(request, pk, ref, "strike", StrikeForm, lambda data: strike_entry(entry, by=request.user, **data))


def _deed(
    request: Request,
    pk: int,
    ref: str,
    name: str,
    form_class: type[SettleForm | AnswerForm | StrikeForm],
    act: Callable[[dict[str, Any]], object],
) -> HttpResponse:
    """The short form of one deed on GET; the deed on POST, answered by closing the form."""
    entry = entry_or_404(request.user, pk, ref)
    form = form_class(request.POST or None)
    context = {"incident": entry.incident, "entry": entry, "form": form, "deed": name}
    if request.method != "POST":
        return render(request, "incidents/entries/_deed.html", context)
    if not form.is_valid():
        return render(request, "incidents/entries/_deed.html", context, status=422)
    act(form.cleaned_data)
    return render(request, "incidents/entries/_done.html", context)
