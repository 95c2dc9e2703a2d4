from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from common.requests import Request
from incidents import policy
from incidents.actions.strands import change_strand, create_strand
from incidents.forms.strands import StrandForm
from incidents.models import Strand
from incidents.views.access import room_or_404

FORM = "incidents/strands/_form.html"
DONE = "incidents/strands/_done.html"


def create(request: Request, pk: int) -> HttpResponse:
    incident = room_or_404(request.user, pk)
    form = StrandForm(request.POST or None, incident=incident)
    context = {"incident": incident, "form": form, "may_write": policy.manage_strands(request.user, incident)}
    if request.method != "POST":
        return render(request, FORM, context)
    if not form.is_valid():
        return render(request, FORM, context, status=422)
    strand = create_strand(incident, by=request.user, **form.cleaned_data)
    return render(request, DONE, {"incident": incident, "strand": strand}, status=201)


def change(request: Request, pk: int, letter: str) -> HttpResponse:
    incident = room_or_404(request.user, pk)
    strand = get_object_or_404(Strand, incident=incident, letter=letter)
    initial = {"name": strand.name, "position": strand.position, "owner": strand.owner_id}
    form = StrandForm(request.POST or None, incident=incident, initial=initial)
    context = {
        "incident": incident,
        "strand": strand,
        "form": form,
        "may_write": policy.manage_strands(request.user, incident),
    }
    if request.method != "POST":
        return render(request, FORM, context)
    if not form.is_valid():
        return render(request, FORM, context, status=422)
    change_strand(strand, by=request.user, **form.cleaned_data)
    return render(request, DONE, {"incident": incident, "strand": strand})
