"""The tour is offered in an exercise, until somebody has had enough of it: for good, and for them alone."""

from django.test import Client

from incidents.models import Incident
from tests.approvals.views.browse import as_, html
from tests.cast import Cast
from workspace.models import Toured

OFFER = "<room-tour"


def offers(cast: Cast, room: Incident, who: str) -> bool:
    return OFFER in html(as_(getattr(cast, who)).get(f"/rooms/{room.pk}/"))


def test_a_real_crisis_is_no_place_for_a_tour(cast: Cast, room: Incident) -> None:
    assert not offers(cast, room, "comms")
    Incident.objects.update(is_exercise=True)
    assert offers(cast, room, "comms")


def test_who_has_seen_it_is_not_asked_again(cast: Cast, room: Incident) -> None:
    Incident.objects.update(is_exercise=True)
    for _press in range(2):
        assert as_(cast.comms).post("/tour/").status_code == 204
    assert not offers(cast, room, "comms")
    assert offers(cast, room, "support")
    assert [row.person for row in Toured.objects.all()] == [cast.comms]


def test_looking_at_it_ends_nothing(cast: Cast) -> None:
    assert as_(cast.comms).get("/tour/").status_code == 405
    assert Client().post("/tour/").status_code == 401
    assert not Toured.objects.exists()
