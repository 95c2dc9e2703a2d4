from django.http import HttpResponse
from django.shortcuts import render

from common.requests import Request
from incidents import policy
from incidents.actions.rooms import change_room
from incidents.forms.rooms import ChangeRoomForm
from incidents.views.access import room_or_404

FORM = "incidents/rooms/_change.html"


def change(request: Request, pk: int) -> HttpResponse:
    """What the room is called, how bad it is and where it stands."""
    incident = room_or_404(request.user, pk)
    initial = {name: getattr(incident, name) for name in ("title", "summary", "severity", "status")}
    form = ChangeRoomForm(request.POST or None, initial=initial)
    context = {"incident": incident, "form": form, "may_change": policy.change_room(request.user, incident)}
    if request.method != "POST":
        return render(request, FORM, context)
    if not form.is_valid():
        return render(request, FORM, context, status=422)
    change_room(incident, by=request.user, **form.cleaned_data)
    return render(request, "incidents/rooms/_changed.html", context)
