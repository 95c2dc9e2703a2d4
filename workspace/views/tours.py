from django.http import HttpResponse
from django.views.decorators.http import require_POST

from accounts.requests import Request
from workspace.actions.tours import end_tour


@require_POST
def end(request: Request) -> HttpResponse:
    """Seen, or not wanted."""
    end_tour(by=request.user)
    return HttpResponse(status=204)
