"""Fetch what a person may see, or answer 404."""

from django.shortcuts import get_object_or_404

from accounts.models import User
from accounts.requests import Request
from approvals.models import Revision
from approvals.views.access import revision_or_404, statement_or_404
from publishing.models import BreakGlass, Publication


def publication_or_404(user: User, pk: int) -> Publication:
    """What went out is for everyone in its room."""
    publications = Publication.objects.visible_to(user).select_related("incident", "revision", "entry")
    return get_object_or_404(publications, pk=pk)


def glass_or_404(user: User, pk: int) -> BreakGlass:
    """As far as the statement it is for can be seen."""
    return get_object_or_404(BreakGlass.objects.visible_to(user).told(), pk=pk)


def shown_revision(request: Request, pk: int) -> Revision:
    """The revision on the reader's screen, as their page says it. It may have been overtaken."""
    number = request.GET.get("revision") or ""
    if number.isdecimal() and len(number) < 10:
        return revision_or_404(request.user, pk, int(number))
    return statement_or_404(request.user, pk).current
