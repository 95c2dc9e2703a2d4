from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from accounts.requests import Request
from incidents.forms.story import StoryForm
from incidents.story import read_story
from incidents.views.access import place_or_404


@require_GET
def show(request: Request, pk: int) -> HttpResponse:
    """A page of the story: the first one whole, an older one as the articles that go above it."""
    incident = place_or_404(request.user, pk).incident
    form = StoryForm(request.GET)
    story = read_story(
        incident,
        request.user,
        language=get_language() or "en",
        wanted=form.wanted(),
        before=form.before_moment(),
    )
    template = "_older.html" if form.before_moment() else "_story.html"
    return render(request, f"incidents/timeline/{template}", {"incident": incident, "story": story})
