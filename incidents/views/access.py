"""Fetch what a person may see, or answer 404. A stranger cannot tell a hidden thing from one that is not."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from incidents.models import Fact, Incident, Participant, Question, Stream, TimelineEntry


def room_or_404(user: User, pk: int) -> Incident:
    return get_object_or_404(Incident.objects.visible_to(user), pk=pk)


def place_or_404(user: User, pk: int, *, reads: Stream = Stream.BRIEFING) -> Participant:
    """`user`'s place in room `pk`, with the room, in one question: nobody can be removed between two. With
    `reads`, only for those who may read that stream."""
    places = Participant.objects.active().select_related("incident", "person")
    place = get_object_or_404(places, incident=pk, person=user)
    if reads not in place.streams:
        raise Http404
    place.incident.read_by(place)
    return place


def entry_or_404(user: User, pk: int, ref: str) -> TimelineEntry:
    entries = TimelineEntry.objects.visible_to(user).referring().select_related("incident")
    entry = entries.filter(incident=pk).by_ref(ref).first()
    if entry is None:
        raise Http404
    return entry


def fact_or_404(user: User, pk: int, ref: str) -> Fact:
    return get_object_or_404(
        Fact.objects.select_related("entry", "incident"), entry=entry_or_404(user, pk, ref)
    )


def question_or_404(user: User, pk: int, ref: str) -> Question:
    return get_object_or_404(
        Question.objects.select_related("entry", "incident"), entry=entry_or_404(user, pk, ref)
    )
