from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import Request
from common.verdicts import Refused
from incidents import policy
from incidents.actions.participants import appoint_lead, change_participant, invite, remove_participant
from incidents.forms.participants import InviteForm, RoleForm
from incidents.models import Incident, Participant
from incidents.views.access import place_or_404
from incidents.views.forms import form_page, sent

PAGE = "incidents/participants/index.html"


def index(request: Request, pk: int) -> HttpResponse:
    """The people of the room, and for the lead a form to bring in another."""
    me = place_or_404(request.user, pk)
    incident = me.incident
    return form_page(
        request,
        InviteForm(sent(request), incident=incident),
        PAGE,
        _people(request, me),
        lambda data: invite(incident, data.pop("person"), by=request.user, **data),
        then=reverse("participants", args=[pk]),
    )


@require_POST
def change(request: Request, pk: int, person: int) -> HttpResponse:
    me = place_or_404(request.user, pk)
    incident = me.incident
    place = _place_or_404(incident, person)
    form = RoleForm(request.POST)
    if not form.is_valid():
        wrong = {"form": InviteForm(incident=incident), "reason": _("Choose one of the roles.")}
        return render(request, PAGE, _people(request, me) | wrong, status=422)
    return _tried(request, me, partial(change_participant, place, by=request.user, **form.cleaned_data))


@require_POST
def appoint(request: Request, pk: int, person: int) -> HttpResponse:
    """Make somebody lead in a room that nobody leads any more."""
    me = place_or_404(request.user, pk)
    return _tried(request, me, partial(appoint_lead, _place_or_404(me.incident, person), by=request.user))


@require_POST
def remove(request: Request, pk: int, person: int) -> HttpResponse:
    me = place_or_404(request.user, pk)
    act = partial(remove_participant, _place_or_404(me.incident, person), by=request.user)
    return _tried(request, me, act, then="home" if person == request.user.pk else None)


def _tried(
    request: Request, me: Participant, act: Callable[[], object], *, then: str | None = None
) -> HttpResponse:
    """Back to everybody in the room, or to `then`. Refused: the same page with the reason on it, because who wants
    to leave sees there whom to make lead first."""
    try:
        act()
    except Refused as refusal:
        if request.headers.get("HX-Request"):
            raise
        told = {"form": InviteForm(incident=me.incident), "reason": refusal.reason}
        return render(request, PAGE, _people(request, me) | told, status=409)
    return redirect(then) if then else redirect("participants", me.incident_id)


def _place_or_404(incident: Incident, person: int) -> Participant:
    return get_object_or_404(incident.participants.active().select_related("person"), person=person)


def _people(request: Request, me: Participant) -> dict[str, Any]:
    incident = me.incident
    places = incident.participants.active().select_related("person")
    return {
        "incident": incident,
        "may_manage": policy.manage_people(request.user, incident),
        "sees_clearance": me.is_team,
        "may_clear": policy.grant_clearance(request.user, incident),
        "places": [(place, _role_form(place)) for place in places],
        "is_led": policy.is_led(incident),
        "may_appoint": policy.appoint_lead(request.user, incident),
    }


def _role_form(place: Participant) -> RoleForm:
    return RoleForm(
        initial={"role": place.role, "is_cleared": place.is_cleared}, auto_id=f"id_{place.person_id}_%s"
    )
