from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from accounts.requests import Request
from incidents import policy
from incidents.entries import GROUPS
from incidents.forms.composer import Composer
from incidents.forms.story import StoryForm
from incidents.listening import Listening, listening_for
from incidents.models import Incident, Participant, Role, Stream, gather_strands
from incidents.story import read_story
from incidents.views.access import place_or_404
from reporting.pictures.album import album_of
from workspace.briefing import brief
from workspace.clocks import clocks_of
from workspace.desk import desk_of
from workspace.forms.looks import PinForm
from workspace.models import Look, Toured
from workspace.news import look_before
from workspace.threads import threads_of


@require_GET
def show(request: Request, pk: int) -> HttpResponse:
    """The room: strands, clocks and people; the story and its composer; my desk."""
    incident, place = _enter(request, pk)
    form = StoryForm(request.GET)
    context = {
        "listening": _listening(request, incident, place),
        "story": read_story(incident, request.user, language=get_language() or "en", wanted=form.wanted()),
        "filter_form": form,
        "groups": GROUPS,
        "streams": [stream for stream in Stream if stream in place.streams],
        "may_write": policy.write(request.user, incident),
        "offers_tour": incident.is_exercise and not Toured.objects.filter(person=request.user).exists(),
        "composer": Composer.blank(incident, place) if policy.write(request.user, incident) else None,
        "threads": threads_of(place),
        **_rail(request, incident, place),
        **_desk(request, incident, place),
    }
    return render(request, "workspace/room.html", context)


@require_GET
def rail(request: Request, pk: int) -> HttpResponse:
    incident, place = _enter(request, pk)
    return render(request, "workspace/_rail.html", _rail(request, incident, place))


@require_GET
def desk(request: Request, pk: int) -> HttpResponse:
    incident, place = _enter(request, pk)
    return render(request, "workspace/_desk.html", _desk(request, incident, place))


@require_GET
def threads(request: Request, pk: int) -> HttpResponse:
    """What leads from facts to the words that rest on them, and back."""
    incident, place = _enter(request, pk)
    context = {"incident": incident, "threads": threads_of(place)}
    return render(request, "workspace/_threads.html", context)


@require_GET
def executive(request: Request, pk: int) -> HttpResponse:
    """The read-only page: how bad, what we know, what we do, who we wait for, what we said."""
    incident, place = _enter(request, pk)
    is_wall = request.GET.get("wall") == "1"
    context = {
        "incident": incident,
        "place": place,
        "listening": _listening(request, incident, place),
        "wall": is_wall,
        # A wall is looked at by nobody in particular.
        "briefing": brief(request.user, place, incident, look=None if is_wall else _look(request, incident)),
        "album": album_of(place),
    }
    # htmx fetches the panel when the room changes; a person opens the page.
    template = (
        "workspace/_executive.html" if request.headers.get("HX-Request") else "workspace/executive.html"
    )
    return render(request, template, context)


def _look(request: Request, incident: Incident) -> Look | None:
    form = PinForm(request.GET)
    return look_before(incident, request.user, pinned=form.pinned())


def _enter(request: Request, pk: int) -> tuple[Incident, Participant]:
    place = place_or_404(request.user, pk)
    return place.incident, place


def _listening(request: Request, incident: Incident, place: Participant) -> Listening:
    return listening_for(incident, place, session_key=request.session.session_key)


def _rail(request: Request, incident: Incident, place: Participant) -> dict[str, Any]:
    gather_strands(incident)
    people = list(incident.participants.active().select_related("person"))
    return {
        "incident": incident,
        "place": place,
        "strands": incident.strands.all() if Stream.WORKING in place.streams else (),
        "people": people,
        "is_led": any(each.role == Role.LEAD and each.person.is_active for each in people),
        "clocks": clocks_of(place),
        "may_write": policy.write(request.user, incident),
        "may_lead": policy.lead(request.user, incident),
    }


def _desk(request: Request, incident: Incident, place: Participant) -> dict[str, Any]:
    return {
        "incident": incident,
        "place": place,
        "desk": desk_of(request.user, place, incident),
        "may_write": policy.write(request.user, incident),
    }
