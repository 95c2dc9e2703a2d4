from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.requests import Request
from common.verdicts import require
from publishing import policy
from publishing.actions.reach import record_reach
from publishing.forms.reach import ReachForm
from publishing.views.access import publication_or_404


@require_http_methods(["GET", "POST"])
def create(request: Request, pk: int) -> HttpResponse:
    """The form for a new count on GET; the count on POST, answered by closing the form."""
    publication = publication_or_404(request.user, pk)
    require(policy.record_reach(request.user, publication.incident))
    form = ReachForm(request.POST or None, incident=publication.incident, auto_id=f"reach_{pk}_%s")
    context = {"publication": publication, "incident": publication.incident, "form": form}
    if request.method != "POST":
        return render(request, _template(request), context)
    if not form.is_valid():
        return render(request, _template(request), context, status=422)
    record_reach(publication.incident, publication=publication, by=request.user, **form.cleaned_data)
    if not request.htmx:
        return redirect(publication.statement)
    return render(request, "publishing/reach/_done.html", context, status=201)


def _template(request: Request) -> str:
    return "publishing/reach/_form.html" if request.htmx else "publishing/reach/new.html"
