from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import Request
from approvals.actions.absences import begin_absence, end_absence
from approvals.forms.absences import AbsenceForm
from approvals.models import Absence
from incidents.views.forms import form_page, sent


@require_http_methods(["GET", "POST"])
def index(request: Request) -> HttpResponse:
    """Out of office: what its reader has said, and a form to say it anew."""
    absence = Absence.objects.ahead().filter(person=request.user).select_related("deputy").first()
    return form_page(
        request,
        AbsenceForm(sent(request), person=request.user),
        "approvals/absences/index.html",
        {"absence": absence},
        lambda data: begin_absence(by=request.user, **data),
        then=reverse("absence"),
    )


@require_POST
def end(request: Request) -> HttpResponse:
    """Back before the time."""
    end_absence(by=request.user)
    return redirect("absence")
