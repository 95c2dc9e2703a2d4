from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from warroom.styleguide.samples import everything

THEMES = ("light", "dark")


@login_not_required
def show(request: HttpRequest) -> HttpResponse:
    """Every part in every state; `?theme=light` or `dark` instead of what the browser prefers."""
    if not settings.DEBUG:
        raise Http404
    theme = request.GET.get("theme", "")
    return render(request, "styleguide/show.html", everything() | {"theme": theme if theme in THEMES else ""})
