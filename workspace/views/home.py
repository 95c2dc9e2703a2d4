from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.requests import Request
from approvals.actions.rooms import open_room_with_holding_statement
from incidents.forms.rooms import OpenRoomForm
from incidents.models import DutyAssignment
from workspace.rooms import rooms_of

HOME = "workspace/home.html"


def home(request: Request) -> HttpResponse:
    """The rooms I am in, and three questions to open another. The list fetches itself again and again."""
    if request.headers.get("HX-Request"):
        return render(request, "workspace/_rooms.html", _list(request))
    return render(request, HOME, _context(request, OpenRoomForm()))


@require_POST
def create(request: Request) -> HttpResponse:
    form = OpenRoomForm(request.POST)
    if not form.is_valid():
        return render(request, HOME, _context(request, form), status=422)
    incident = open_room_with_holding_statement(by=request.user, **form.cleaned_data)
    return redirect(incident)


def _context(request: Request, form: OpenRoomForm) -> dict[str, object]:
    return {
        **_list(request),
        "form": form,
        "duty": DutyAssignment.objects.select_related("person").exclude(person=request.user),
    }


def _list(request: Request) -> dict[str, object]:
    rooms = rooms_of(request.user)
    return {"rooms": rooms, "waiting": sum(room.waiting for room in rooms), "now": timezone.now()}
