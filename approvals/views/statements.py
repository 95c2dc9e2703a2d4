from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.requests import Request
from approvals import policy
from approvals.actions.statements import draft_statement
from approvals.forms.statements import StatementForm
from approvals.views import answers
from approvals.views.access import statement_or_404, working_room_or_404
from approvals.views.proof import Proof
from incidents.views.forms import attempt, sent


@require_http_methods(["GET", "POST"])
def new(request: Request, pk: int) -> HttpResponse:
    """A statement's first words. Only those who hold the pen get to the form."""
    incident = working_room_or_404(request.user, pk)
    form = StatementForm(sent(request), incident=incident)
    tried = attempt(
        form,
        lambda data: draft_statement(incident, by=request.user, **data),
        may=policy.draft(request.user, incident),
    )
    if tried.is_done:
        return answers.go(request, tried.made.get_absolute_url())
    template = "_editor.html" if request.htmx else "new.html"
    context = {"incident": incident, "form": form}
    return render(request, f"approvals/statements/{template}", context, status=tried.status)


@require_GET
def show(request: Request, pk: int) -> HttpResponse:
    """The sign-off review: exactly what will go out, what is new in it, what it rests on, who has signed."""
    statement = statement_or_404(request.user, pk)
    proof = Proof(statement.current, request.user, request.GET.get("against"), request.GET.get("view"))
    return answers.show(request, proof, part=answers.REVIEW)
