from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from accounts.requests import Request
from incidents.views.access import place_or_404
from incidents.views.forms import attempt, sent
from reporting import policy
from reporting.actions.closures import close_room
from reporting.forms.closures import ClosureForm
from reporting.left_open import left_open
from reporting.views.report import report_on


@require_http_methods(["GET", "POST"])
def show(request: Request, pk: int) -> HttpResponse:
    """The end of a room: its figures as they stand, and what the lead reports beside them."""
    place = place_or_404(request.user, pk)
    incident = place.incident
    report = reverse("figures", args=[pk])
    form = ClosureForm(sent(request), incident=incident)
    if incident.is_closed and not form.is_bound:
        return redirect(report)
    tried = attempt(
        form,
        lambda data: close_room(
            incident,
            resolved_at=data["resolved_at"],
            reported=form.reported,
            key=data["key"],
            by=request.user,
        ),
        may=policy.close_room(request.user, incident),
    )
    if tried.is_done:
        return HttpResponseClientRedirect(report) if request.htmx else redirect(report)
    context = {"incident": incident, "form": form, "left_open": left_open(place), **report_on(place)}
    template = "reporting/closures/_form.html" if request.htmx else "reporting/closures/show.html"
    return render(request, template, context, status=tried.status)
