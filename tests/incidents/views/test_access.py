import pytest
from django.http import Http404

from incidents.actions.participants import remove_participant
from incidents.models import Incident, Stream
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
