from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import Request
from approvals.models import Channel, Revision, StatementState
from approvals.views.access import revision_or_404
from common.verdicts import Refused, Verdict
from incidents.views.forms import attempt
from publishing import policy
from publishing.actions.publications import publish
from publishing.forms.publications import PublicationForm
from publishing.models import LineUse, Publication
from publishing.views.access import shown_revision


@dataclass(frozen=True)
class Outlet:
    """One channel that the signed words have not reached yet, and the form to say that they have."""

    form: PublicationForm
    channel: Channel
    verdict: Verdict
    text: str


@require_http_methods(["GET", "POST"])
def index(request: Request, pk: int) -> HttpResponse:
    """What went out of a statement, and for those who speak a form per channel that is left."""
    seen = shown_revision(request, pk)
    if request.method != "POST":
        return _render(request, "_panel", _context(request, seen))
    channel = request.POST.get("channel", "")
    form = PublicationForm(request.POST, revision=seen, channel=channel)
    tried = attempt(
        form,
        lambda data: publish(seen, by=request.user, **data),
        may=policy.publish(request.user, seen, channel=channel if channel in seen.channels else None),
    )
    if not tried.is_done:
        return _again(request, seen, form, status=tried.status)
    if not request.htmx:
        return redirect(seen.statement)
    fresh = revision_or_404(request.user, pk, seen.number)
    return _render(request, "_recorded", _context(request, fresh), status=201)


def _context(request: Request, revision: Revision, sent: PublicationForm | None = None) -> dict[str, Any]:
    incident = revision.statement.incident
    glass = getattr(revision, "break_glass", None)
    return {
        "statement": revision.statement,
        "revision": revision,
        "incident": incident,
        "publications": Publication.objects.filter(statement=revision.statement).told(),
        "files": [each.attachment for each in revision.enclosures.all()],
        "outlets": list(_outlets(request.user, revision, sent)),
        "uses": LineUse.objects.filter(revision__statement=revision.statement).told(),
        "may_use": policy.use_line(request.user, revision),
        "may_publish": policy.publish(request.user, revision),
        "glass": glass,
        "may_open": policy.open_glass(request.user, revision),
        "may_second": glass and policy.second_glass(request.user, glass),
        "may_review": glass and policy.review_glass(request.user, glass),
        "may_count": policy.record_reach(request.user, incident),
    }


def _again(request: Request, revision: Revision, form: PublicationForm, *, status: int) -> HttpResponse:
    """The form that was sent, every word of it, with what is wrong beside it; even where it has no place any
    more, because someone else was quicker or its sender no longer speaks for us."""
    context = _context(request, revision, sent=form)
    outlet = next((each for each in context["outlets"] if each.form is form), None)
    if outlet is None:
        channel = form.data.get("channel")
        if channel is None or channel not in Channel:
            raise Refused(_("This was not signed for that channel."))
        outlet = Outlet(
            form,
            Channel(channel),
            policy.publish(request.user, revision, channel=channel),
            revision.text_for(channel),
        )
        context["outlets"].append(outlet)
    return _render(request, "_form", {**context, "outlet": outlet}, status=status)


def _outlets(user: User, revision: Revision, sent: PublicationForm | None) -> Iterator[Outlet]:
    """Once it is signed, or its glass is broken; and still when it has been overtaken since, so that a pasted link
    is not lost."""
    is_signed = revision.state in (StatementState.SIGNED, StatementState.PUBLISHED)
    if not (is_signed or policy.glass_of(revision)) or not policy.speak(user, revision.statement.incident):
        return
    for channel in policy.channels_left(revision):
        form = PublicationForm(revision=revision, channel=channel)
        if sent and sent.data.get("channel") == channel:
            form = sent
        yield Outlet(
            form, channel, policy.publish(user, revision, channel=channel), revision.text_for(channel)
        )


def _render(request: Request, part: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    template = part if request.htmx else "index"
    return render(request, f"publishing/publications/{template}.html", context, status=status)
