from django.http import HttpResponse

from accounts.requests import Request
from incidents import policy
from incidents.actions.rooms import change_room
from incidents.forms.rooms import ChangeRoomForm
from incidents.views.access import room_or_404
from incidents.views.forms import form_page, sent


def change(request: Request, pk: int) -> HttpResponse:
    """What the room is called, how bad it is and where it stands."""
    incident = room_or_404(request.user, pk)
    initial = {name: getattr(incident, name) for name in ("title", "summary", "severity", "status")}
    return form_page(
        request,
        ChangeRoomForm(sent(request), initial=initial),
        "incidents/rooms/change.html",
        {"incident": incident, "may_change": policy.change_room(request.user, incident)},
        lambda data: change_room(incident, by=request.user, **data),
        then=incident.get_absolute_url(),
    )
