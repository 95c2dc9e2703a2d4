import pytest
from django.http import Http404

from common.verdicts import Refused
from incidents import policy
from incidents.actions.notes import post_note
from incidents.actions.participants import remove_participant
from incidents.actions.strands import create_strand
from incidents.models import Incident, Role, Stream
from incidents.views.access import place_or_404
from tests.cast import Cast


def test_a_place_comes_with_its_room_in_one_question(
    cast: Cast, room: Incident, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        place = place_or_404(cast.comms, room.pk)
        assert (place.incident, place.person) == (room, cast.comms)


def test_who_is_gone_or_may_not_read_finds_nothing(cast: Cast, room: Incident) -> None:
    remove_participant(room.participants.get(person=cast.support), by=cast.lead)
    for person in (cast.support, cast.stranger):
        with pytest.raises(Http404):
            place_or_404(person, room.pk)
    assert place_or_404(cast.guest, room.pk)
    with pytest.raises(Http404):
        place_or_404(cast.guest, room.pk, reads=Stream.WORKING)


def test_whose_page_it_is_need_not_be_asked_again(
    cast: Cast, room: Incident, django_assert_num_queries: object
) -> None:
    place = place_or_404(cast.comms, room.pk)
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert place.incident.participant(cast.comms) is place
        assert policy.write(cast.comms, place.incident)
        assert not policy.lead(cast.comms, place.incident)
    lead = place.incident.participant(cast.lead)
    assert lead is not None and lead.role == Role.LEAD
    assert place.incident.participant(cast.stranger) is None


def test_a_deed_asks_again(cast: Cast, room: Incident) -> None:
    """Someone is sent away while their page is being drawn: what they then press is refused all the same."""
    place = place_or_404(cast.support, room.pk)
    remove_participant(room.participants.get(person=cast.support), by=cast.lead)
    assert place.incident.participant(cast.support) is place
    with pytest.raises(Refused):
        post_note(place.incident, text="still here", by=cast.support)
    with pytest.raises(Refused):
        create_strand(place.incident, name="still here", by=cast.support)
