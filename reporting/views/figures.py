from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.requests import Request
from incidents.listening import listening_for
from incidents.views.access import place_or_404
from reporting import policy
from reporting.views.report import report_on


@require_GET
def show(request: Request, pk: int) -> HttpResponse:
    """The room in numbers, for everyone in it as far as they may read its story."""
    place = place_or_404(request.user, pk)
    incident = place.incident
    context = {
        "incident": incident,
        **report_on(place),
        "may_close": policy.close_room(request.user, incident),
        "listening": listening_for(incident, place, session_key=request.session.session_key),
    }
    template = "reporting/figures/_figures.html" if request.htmx else "reporting/figures/show.html"
    return render(request, template, context)
