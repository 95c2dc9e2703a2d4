from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from common.requests import Request
from common.verdicts import require
from incidents import policy
from incidents.actions.participants import change_participant, invite, remove_participant
from incidents.forms.participants import InviteForm, RoleForm
from incidents.models import Incident, Participant
from incidents.views.access import room_or_404

PANEL = "incidents/participants/_panel.html"


def index(request: Request, pk: int) -> HttpResponse:
    """The people of the room, and for the lead a form to bring in another."""
    incident = room_or_404(request.user, pk)
    if request.method != "POST":
        return _panel(request, incident)
    require(policy.manage_people(request.user, incident))
    form = InviteForm(request.POST, incident=incident)
    if not form.is_valid():
        return _panel(request, incident, form=form, status=422)
    invite(
        incident,
        form.cleaned_data["person"],
        role=form.cleaned_data["role"],
        is_cleared=form.cleaned_data["is_cleared"],
        by=request.user,
    )
    return _panel(request, incident)


@require_POST
def change(request: Request, pk: int, person: int) -> HttpResponse:
    incident = room_or_404(request.user, pk)
    place = _place_or_404(incident, person)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _panel(request, incident, status=422)
    change_participant(place, by=request.user, **form.cleaned_data)
    return _panel(request, incident)


@require_POST
def remove(request: Request, pk: int, person: int) -> HttpResponse:
    incident = room_or_404(request.user, pk)
    remove_participant(_place_or_404(incident, person), by=request.user)
    return _panel(request, incident)


def _place_or_404(incident: Incident, person: int) -> Participant:
    return get_object_or_404(incident.participants.active().select_related("person"), person=person)


def _panel(
    request: Request, incident: Incident, *, form: InviteForm | None = None, status: int = 200
) -> HttpResponse:
    places = incident.participants.active().select_related("person")
    context = {
        "incident": incident,
        "may_manage": policy.manage_people(request.user, incident),
        "may_clear": policy.grant_clearance(request.user, incident),
        "places": [
            (place, RoleForm(initial={"role": place.role, "is_cleared": place.is_cleared}, auto_id=f"id_{place.person_id}_%s"))
            for place in places
        ],
        "form": form or InviteForm(incident=incident),
    }
    return render(request, PANEL, context, status=status)
