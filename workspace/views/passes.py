from django.http import HttpResponse
from django.views.decorators.http import require_GET

from accounts.models import User
from accounts.requests import Request
from approvals.models import Revision
from incidents.listening import pass_for
from incidents.models import Incident
from incidents.views.access import place_or_404
from live.presence import PAGE


@require_GET
def show(request: Request, pk: int) -> HttpResponse:
    """Another pass for a page that is open for longer than one is good: plain text, and never stored anywhere."""
    place = place_or_404(request.user, pk)
    page = _page(request.user, place.incident, request.GET.get("page", ""))
    token = pass_for(place.incident, place, session_key=request.session.session_key, page=page)
    return HttpResponse(token, content_type="text/plain", headers={"Cache-Control": "no-store"})


def _page(user: User, incident: Incident, wanted: str) -> str:
    """Where the reader says they are, if that is a revision of this room which they may read; else in the room."""
    if not (place := PAGE.fullmatch(wanted)) or not place["statement"]:
        return ""
    statement, number = int(place["statement"]), int(place["number"])
    shown = Revision.objects.visible_to(user).filter(statement__incident=incident)
    return wanted if shown.filter(statement=statement, number=number).exists() else ""
