from uuid import uuid4

import pytest

from common.verdicts import Refused
from incidents.actions.strands import change_strand, create_strand
from incidents.models import Incident, Stream
from tests.cast import Cast, a_room, hire
from tests.incidents.actions.posts import told
from tests.races.together import together


def test_each_takes_the_next_letter_of_its_room(cast: Cast, room: Incident) -> None:
    assert create_strand(room, name="Counterfeit goods", by=cast.lead).letter == "A"
    assert create_strand(room, name="The site's address", by=cast.comms).letter == "B"
    assert create_strand(a_room(cast), name="Elsewhere", by=cast.lead).letter == "A"


def test_it_is_recorded_on_its_own_strand(cast: Cast, room: Incident) -> None:
    create_strand(room, name="Counterfeit goods", position="They stop.", owner=cast.counsel, by=cast.comms)
    said = told(room)[-1]
    assert (said.type, said.stream, said.strands) == ("strand.created", Stream.WORKING, ["A"])
    assert said.payload == {
        "letter": "A",
        "name": "Counterfeit goods",
        "position": "They stop.",
        "owner": "Associate General Counsel",
    }


def test_a_change_is_recorded_and_no_change_is_not(cast: Cast, room: Incident) -> None:
    strand = create_strand(room, name="Goods", by=cast.lead)
    change_strand(strand, name="Goods", position="They stop.", owner=cast.legal, by=cast.support)
    said = told(room)[-1]
    assert (said.type, said.strands, said.payload["position"]) == ("strand.changed", ["A"], "They stop.")
    before = told(room)
    change_strand(strand, name="Goods", position="They stop.", owner=cast.legal, by=cast.support)
    assert told(room) == before


def test_its_owner_is_in_the_room(cast: Cast, room: Incident) -> None:
    strand = create_strand(room, name="Goods", by=cast.lead)
    before = told(room)
    with pytest.raises(Refused, match="in the room"):
        create_strand(room, name="Address", owner=cast.stranger, by=cast.lead)
    with pytest.raises(Refused, match="in the room"):
        change_strand(strand, name="Goods", position="", owner=cast.stranger, by=cast.lead)
    assert told(room) == before
    assert room.strands.count() == 1


@pytest.mark.parametrize("person", ["executive", "guest", "stranger"])
def test_who_does_not_hold_the_pen_keeps_no_strands(cast: Cast, room: Incident, person: str) -> None:
    strand = create_strand(room, name="Goods", by=cast.lead)
    with pytest.raises(Refused):
        create_strand(room, name="Address", by=getattr(cast, person))
    with pytest.raises(Refused):
        change_strand(strand, name="Address", position="", owner=None, by=getattr(cast, person))
    strand.refresh_from_db()
    assert (strand.name, room.strands.count()) == ("Goods", 1)


def test_one_press_makes_one_strand(cast: Cast, room: Incident) -> None:
    key = uuid4()
    strand = create_strand(room, name="Goods", by=cast.lead, key=key)
    create_strand(room, name="Address", by=cast.lead, key=uuid4())
    assert create_strand(room, name="Goods", by=cast.lead, key=key) == strand
    assert room.strands.count() == 2


@pytest.mark.django_db(transaction=True)
def test_six_people_at_once_take_six_letters() -> None:
    cast = hire()
    room = a_room(cast)
    people = [cast.lead, cast.comms, cast.counsel, cast.legal, cast.support, cast.lead]
    together([lambda by=by: create_strand(room, name="Mine", by=by) for by in people])
    assert "".join(room.strands.values_list("letter", flat=True)) == "ABCDEF"
