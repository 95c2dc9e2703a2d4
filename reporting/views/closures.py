from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from accounts.requests import Request
from common.verdicts import require
from incidents.views.access import room_or_404
from reporting import policy
from reporting.actions.closures import close_room
from reporting.forms.closures import ClosureForm
from reporting.views.report import report_on


@require_http_methods(["GET", "POST"])
def show(request: Request, pk: int) -> HttpResponse:
    """The end of a room: its figures as they stand, and what the lead reports beside them."""
    incident = room_or_404(request.user, pk)
    report = reverse("figures", args=[pk])
    form = ClosureForm(request.POST or None, incident=incident)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        close_room(
            incident,
            resolved_at=data["resolved_at"],
            reported=form.reported,
            key=data["key"],
            by=request.user,
        )
        return HttpResponseClientRedirect(report) if request.htmx else redirect(report)
    if incident.is_closed and not form.is_bound:
        return redirect(report)
    require(policy.close_room(request.user, incident))
    context = {"incident": incident, "form": form, **report_on(incident)}
    template = "reporting/closures/_form.html" if request.htmx else "reporting/closures/show.html"
    return render(request, template, context, status=422 if form.is_bound else 200)
