from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts.requests import Request
from approvals import policy
from approvals.forms.extras import LinksField
from approvals.measures import Measures, side_by_side_links
from approvals.models import LONGEST
from approvals.views.access import working_room_or_404
from common.verdicts import require


@require_POST
def show(request: Request, pk: int) -> HttpResponse:
    """How the words in an editor read, and boxes to link their paragraphs. Keeps nothing; a POST, because words
    that nobody has saved do not belong into an address."""
    require(policy.draft(request.user, working_room_or_404(request.user, pk)))
    text, legal_text = (request.POST.get(name, "")[:LONGEST] for name in ("text", "legal_text"))
    links = LinksField().to_python(request.POST.getlist("links"))
    if not links and "linked" not in request.POST:
        links = side_by_side_links(text, legal_text)
    measures = Measures.of(text, legal_text, request.POST.get("language", ""), links)
    return render(request, "approvals/statements/_measures.html", {"measures": measures})
