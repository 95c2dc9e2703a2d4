from django.http import HttpResponse
from django.views.decorators.http import require_POST

from accounts.requests import Request
from incidents.views.access import place_or_404
from workspace.actions.looks import look
from workspace.forms.looks import LookForm


@require_POST
def create(request: Request, pk: int) -> HttpResponse:
    """The executive page says that it has been seen. Nobody waits for the answer."""
    place = place_or_404(request.user, pk)
    form = LookForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    look(place.incident, until=form.cleaned_data["until"], by=request.user)
    return HttpResponse(status=204)
