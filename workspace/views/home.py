from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.requests import Request
from approvals.actions.rooms import open_room_with_holding_statement
from incidents.forms.rooms import OpenRoomForm
from incidents.models import DutyAssignment
from workspace.rooms import rooms_of

HOME = "workspace/home.html"


def home(request: Request) -> HttpResponse:
    """The rooms I am in, and three questions to open another."""
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
        "form": form,
        "rooms": rooms_of(request.user),
        "duty": DutyAssignment.objects.select_related("person").exclude(person=request.user),
    }
