from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from accounts.requests import Request
from jobs.actions.jobs import cancel_job
from jobs.kinds import visible_to
from jobs.lines import line_of, lines_of
from jobs.models import Job


def job_or_404(user: User, pk: int) -> Job:
    """One of `user`'s own, as long as they may know of what it is about."""
    job = get_object_or_404(Job.objects.of(user), pk=pk)
    if not visible_to(user, [job]):
        raise Http404
    return job


@require_GET
def index(request: Request) -> HttpResponse:
    """All that I have asked for, latest first."""
    return render(request, "jobs/index.html", {"lines": lines_of(request.user, Job.objects.all())})


@require_GET
def show(request: Request, pk: int) -> HttpResponse:
    """How far it is. The panel fetches itself as long as the work goes on; the page can be left and found again."""
    line = line_of(job_or_404(request.user, pk))
    template = "jobs/_progress.html" if request.htmx else "jobs/show.html"
    return render(request, template, {"line": line, "job": line.job})


@require_POST
def cancel(request: Request, pk: int) -> HttpResponse:
    job = cancel_job(job_or_404(request.user, pk), by=request.user)
    if not request.htmx:
        return redirect(job)
    return render(request, "jobs/_progress.html", {"line": line_of(job), "job": job})
