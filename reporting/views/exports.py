from collections.abc import AsyncIterator, Iterator

from asgiref.sync import sync_to_async
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods

from accounts.requests import Request
from incidents.models import Stream
from incidents.views.access import place_or_404
from incidents.views.forms import attempt, sent
from jobs.lines import lines_of
from jobs.models import Job
from reporting.actions.exports import start_export
from reporting.copies.archive import archive
from reporting.forms.exports import ExportForm
from reporting.models import Export


@require_http_methods(["GET", "POST"])
def index(request: Request, pk: int) -> HttpResponse:
    """What a copy of this room holds for this reader, a button to have one made, and those there are."""
    place = place_or_404(request.user, pk)
    form = ExportForm(sent(request))
    tried = attempt(form, lambda data: start_export(place.incident, by=request.user, key=data["key"]))
    if tried.is_done:
        return redirect(tried.made)
    copies = Job.objects.filter(kind="export", wants__room=pk).lately()
    context = {
        "incident": place.incident,
        "form": form,
        "streams": [stream for stream in Stream if stream in place.streams],
        "reads_work": Stream.WORKING in place.streams,
        "is_privileged": Stream.PRIVILEGED in place.streams,
        "lines": lines_of(request.user, copies),
    }
    return render(request, "reporting/exports/index.html", context, status=tried.status)


@require_GET
def file(request: Request, pk: int) -> StreamingHttpResponse:
    """The copy, for the person it was made for, as long as they may still read all of it."""
    export = get_object_or_404(Export.objects.of(request.user).kept().select_related("incident"), pk=pk)
    if not export.is_for(export.incident.participant(request.user)):
        raise Http404
    name = f"{slugify(export.incident.title) or 'room'}-{export.made_at:%Y-%m-%d}.zip"
    response = StreamingHttpResponse(_sent(archive(export)), content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    response["Content-Encoding"] = "identity"  # it is compressed already, and Chromium loses the rest
    return response


async def _sent(parts: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Part by part: under ASGI Django would gather all that a plain iterator has before it sends any."""
    following = sync_to_async(lambda: next(parts, None))
    while (part := await following()) is not None:
        if part:
            yield part
