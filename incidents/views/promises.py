from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.requests import Request
from incidents.actions.promises import keep_promise
from incidents.models import Promise
from incidents.views.access import entry_or_404


@require_POST
def keep(request: Request, pk: int, ref: str) -> HttpResponse:
    """The promise that entry `ref` made has been kept."""
    entry = entry_or_404(request.user, pk, ref)
    keep_promise(get_object_or_404(Promise, entry=entry), by=request.user)
    if not request.htmx:
        return redirect(entry.incident)
    return render(request, "incidents/entries/_done.html", {"incident": entry.incident, "entry": entry})
