from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.requests import Request
from incidents.views.forms import attempt, sent
from publishing import policy
from publishing.actions.reach import record_reach
from publishing.forms.reach import ReachForm
from publishing.views.access import publication_or_404


@require_http_methods(["GET", "POST"])
def create(request: Request, pk: int) -> HttpResponse:
    """The form for a new count on GET; the count on POST, answered by closing the form."""
    publication = publication_or_404(request.user, pk)
    form = ReachForm(sent(request), incident=publication.incident, auto_id=f"reach_{pk}_%s")
    context = {"publication": publication, "incident": publication.incident, "form": form}
    tried = attempt(
        form,
        lambda data: record_reach(publication.incident, publication=publication, by=request.user, **data),
        may=policy.record_reach(request.user, publication.incident),
    )
    if not tried.is_done:
        return render(request, _template(request), context, status=tried.status)
    if not request.htmx:
        return redirect(publication.statement)
    return render(request, "publishing/reach/_done.html", context, status=201)


def _template(request: Request) -> str:
    return "publishing/reach/_form.html" if request.htmx else "publishing/reach/new.html"
