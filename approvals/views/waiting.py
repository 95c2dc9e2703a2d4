from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from accounts.requests import Request
from approvals.views.access import working_room_or_404
from approvals.waiting import slots_waiting_for


@require_GET
def show(request: Request, pk: int) -> HttpResponse:
    """On to what waits for this reader's signature: the longest wait, or the one `after` or `before` the
    statement they have before them, and round again. To the room when nothing else does."""
    incident = working_room_or_404(request.user, pk)
    waiting = [wait.statement for wait in slots_waiting_for(request.user, incident)]
    keys = [statement.pk for statement in waiting]
    after, before = _number(request, "after"), _number(request, "before")
    here, step = (before, -1) if before else (after, 1)
    if here in keys:
        found = waiting[(keys.index(here) + step) % len(keys)]
    elif keys:
        found = waiting[0 if step > 0 else -1]
    else:
        return redirect(incident)
    return redirect(found if found.pk != here else incident)


def _number(request: Request, name: str) -> int:
    """A statement's id as the page says it; 0 for none, and for what is none."""
    said = request.GET.get(name, "")
    return int(said) if said.isdecimal() and len(said) < 19 else 0
