from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import Request
from exercises import policy
from exercises.actions.imports import start_import
from exercises.actions.replays import start_replay
from exercises.forms.packs import ImportForm, ReplayForm
from exercises.library import volumes
from incidents.views.forms import attempt


@require_GET
def index(request: Request) -> HttpResponse:
    """The stories that can be played here, one to choose, and a way to bring another."""
    chosen = {"pack": request.GET["pack"]} if "pack" in request.GET else {}
    return _render(request, ReplayForm(volumes=volumes(), initial=chosen), ImportForm())


@require_POST
def replay(request: Request) -> HttpResponse:
    form = ReplayForm(request.POST, volumes=volumes())
    tried = attempt(
        form,
        lambda data: start_replay(
            data["pack"], speed=data["speed"], halfway=data["halfway"], by=request.user, key=data["key"]
        ),
    )
    if tried.is_done:
        return redirect(tried.made)
    return _render(request, form, ImportForm(), status=tried.status)


@require_POST
def bring(request: Request) -> HttpResponse:
    form = ImportForm(request.POST, request.FILES)
    tried = attempt(form, lambda data: start_import(**data["file"], by=request.user, key=data["key"]))
    if tried.is_done:
        return redirect(tried.made)
    return _render(request, ReplayForm(volumes=volumes()), form, status=tried.status)


def _render(request: Request, form: ReplayForm, bringing: ImportForm, *, status: int = 200) -> HttpResponse:
    radios = {str(radio.data["value"]): radio for radio in form["pack"]}
    stories: list[dict[str, Any]] = [
        {"volume": volume, "radio": radios[slug], "may": policy.replay(request.user, volume.pack)}
        for slug, volume in form.volumes.items()
    ]
    context = {"form": form, "import_form": bringing, "stories": stories}
    return render(request, "exercises/packs.html", context, status=status)
