from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.requests import Request
from approvals import policy as may
from approvals.actions.sign_off_policies import change_policy
from approvals.forms.sign_off_policies import PolicyForm
from approvals.models import SignOffPolicy, Statement
from approvals.rulings import ruled
from approvals.views.access import working_room_or_404
from common.verdicts import Stale
from incidents.models import Incident
from incidents.views.forms import attempt, sent


@require_GET
def index(request: Request, pk: int) -> HttpResponse:
    """What has to be signed in this room: every policy in force, and for each statement which applies and why."""
    incident = working_room_or_404(request.user, pk)
    policies = SignOffPolicy.objects.here(incident)
    context = {
        "incident": incident,
        "policies": [
            (policy, may.change_policy(request.user, incident, everywhere=policy.incident_id is None))
            for policy in policies
        ],
        "ruled": [
            ruled(statement.current, policies)
            for statement in Statement.objects.filter(incident=incident).told()
        ],
        "may_lead": may.change_policy(request.user, incident),
    }
    return render(request, "approvals/policies/index.html", context)


@require_http_methods(["GET", "POST"])
def new(request: Request, pk: int) -> HttpResponse:
    """A policy for this room alone."""
    incident = working_room_or_404(request.user, pk)
    return _form(request, incident, PolicyForm(sent(request), incident=incident), None)


@require_http_methods(["GET", "POST"])
def change(request: Request, pk: int, policy: int) -> HttpResponse:
    """What is in force under one name, to be replaced by another row."""
    incident = working_room_or_404(request.user, pk)
    known = SignOffPolicy.objects.filter(Q(incident=None) | Q(incident=incident))
    current = get_object_or_404(known, pk=policy)
    return _form(request, incident, PolicyForm(sent(request), incident=incident, policy=current), current)


def _form(
    request: Request, incident: Incident, form: PolicyForm, policy: SignOffPolicy | None
) -> HttpResponse:
    everywhere = policy is not None and policy.incident_id is None
    tried = attempt(
        form,
        lambda data: change_policy(incident, everywhere=everywhere, by=request.user, **data),
        may=may.change_policy(request.user, incident, everywhere=everywhere),
    )
    if tried.is_done:
        return redirect("policies", incident.pk)
    context: dict[str, Any] = {"incident": incident, "form": form, "policy": policy}
    if isinstance(tried.refusal, Stale) and policy:
        latest = SignOffPolicy.objects.filter(incident=policy.incident_id, name=policy.name)
        context["latest"] = latest.order_by("pk").last()
    return render(request, "approvals/policies/form.html", context, status=tried.status)
