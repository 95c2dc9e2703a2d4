from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.requests import Request
from incidents.forms.story import StoryForm
from incidents.views.access import place_or_404
from workspace.finding import find


@require_GET
def show(request: Request, pk: int) -> HttpResponse:
    """What the reader may go to, by the words typed so far."""
    place = place_or_404(request.user, pk)
    words = StoryForm(request.GET).wanted().words
    groups = find(request.user, place, place.incident, words)
    return render(request, "workspace/_found.html", {"groups": groups})
