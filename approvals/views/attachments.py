from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import Request
from approvals import policy
from approvals.actions.attachments import add_attachment
from approvals.forms.extras import FileForm
from approvals.models import Attachment
from approvals.views.access import working_room_or_404
from incidents.views.forms import attempt


@require_POST
def create(request: Request, pk: int) -> HttpResponse:
    """Put a file into the room, chosen in the editor that sent it."""
    incident = working_room_or_404(request.user, pk)
    form = FileForm(request.POST, request.FILES)
    tried = attempt(
        form,
        lambda data: add_attachment(incident, **data["file"], by=request.user),
        may=policy.draft(request.user, incident),
    )
    if tried.is_done and not request.htmx:
        return redirect("statement_new", incident.pk)
    context = {"attachment": tried.made if tried.is_done else None, "form": form, "is_chosen": True}
    return render(request, "approvals/statements/_file.html", context, status=tried.status)


@require_GET
def show(request: Request, pk: int) -> HttpResponse:
    """The file, to be kept and not to be looked at here: what someone uploaded never runs as a page of ours."""
    attachment = get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk)
    return HttpResponse(
        bytes(attachment.content),
        content_type=attachment.content_type,
        headers={
            "Content-Disposition": _as_download(attachment.name),
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


def _as_download(name: str) -> str:
    return content_disposition_header(as_attachment=True, filename=name) or "attachment"
