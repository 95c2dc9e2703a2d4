from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.requests import Request
from incidents.views.forms import attempt, sent
from publishing import policy
from publishing.actions.lines import use_line
from publishing.forms.lines import LineUseForm
from publishing.views.access import shown_revision


@require_http_methods(["GET", "POST"])
def use(request: Request, pk: int) -> HttpResponse:
    """A line that was signed beforehand, and a form to say where it was said."""
    seen = shown_revision(request, pk)
    form = LineUseForm(sent(request), revision=seen)
    tried = attempt(
        form,
        lambda data: use_line(seen, by=request.user, **data),
        may=policy.use_line(request.user, seen),
    )
    statement = seen.statement
    context = {"statement": statement, "incident": statement.incident, "revision": seen, "form": form}
    if not tried.is_done:
        part = "_form" if request.htmx else "use"
        return render(request, f"publishing/lines/{part}.html", context, status=tried.status)
    if not request.htmx:
        return redirect(statement)
    return render(request, "publishing/lines/_done.html", context, status=201)
