from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from accounts.requests import Request
from incidents import policy
from incidents.actions.strands import change_strand, create_strand
from incidents.forms.strands import NewStrandForm, StrandForm
from incidents.models import Strand, Stream
from incidents.views.access import place_or_404
from incidents.views.forms import form_page, sent

PAGE = "incidents/strands/form.html"


def create(request: Request, pk: int) -> HttpResponse:
    incident = place_or_404(request.user, pk, reads=Stream.WORKING).incident
    return form_page(
        request,
        NewStrandForm(sent(request), incident=incident),
        PAGE,
        {"incident": incident, "may_write": policy.manage_strands(request.user, incident)},
        lambda data: create_strand(incident, by=request.user, **data),
        then=incident.get_absolute_url(),
    )


def change(request: Request, pk: int, letter: str) -> HttpResponse:
    incident = place_or_404(request.user, pk, reads=Stream.WORKING).incident
    strand = get_object_or_404(Strand, incident=incident, letter=letter)
    initial = {"name": strand.name, "position": strand.position, "owner": strand.owner_id}
    return form_page(
        request,
        StrandForm(sent(request), incident=incident, initial=initial),
        PAGE,
        {
            "incident": incident,
            "strand": strand,
            "may_write": policy.manage_strands(request.user, incident),
        },
        lambda data: change_strand(strand, by=request.user, **data),
        then=incident.get_absolute_url(),
    )
