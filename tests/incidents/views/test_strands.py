from uuid import uuid4

from incidents.actions.strands import create_strand
from incidents.models import Incident
from tests.approvals.views.browse import as_, html, words
from tests.cast import Cast, a_room
from tests.incidents.views.browse import everything


def url(room: Incident) -> str:
    return f"/rooms/{room.pk}/strands/"


def test_one_press_makes_one_strand(cast: Cast, room: Incident) -> None:
    comms = as_(cast.comms)
    page = html(comms.get(url(room)))
    assert 'type="hidden" name="key"' in page
    sent = {"name": "Goods", "position": "They stop.", "owner": cast.legal.pk, "key": str(uuid4())}
    for _press in range(2):
        assert comms.post(url(room), sent)["Location"] == f"/rooms/{room.pk}/"
    strand = room.strands.get()
    assert (strand.letter, strand.name, strand.position, strand.owner) == (
        "A",
        "Goods",
        "They stop.",
        cast.legal,
    )


def test_the_form_of_a_strand_holds_what_it_is_and_changes_it(cast: Cast, room: Incident) -> None:
    create_strand(room, name="Goods", position="They stop.", owner=cast.legal, by=cast.lead)
    comms = as_(cast.comms)
    page = html(comms.get(f"{url(room)}A/"))
    assert 'value="Goods"' in page
    assert "They stop." in page
    assert f'value="{cast.legal.pk}" selected' in page
    comms.post(f"{url(room)}A/", {"name": "Counterfeit goods", "position": "They stop."})
    strand = room.strands.get()
    assert (strand.name, strand.owner) == ("Counterfeit goods", None)


def test_a_form_that_fails_keeps_every_word(cast: Cast, room: Incident) -> None:
    create_strand(room, name="Goods", by=cast.lead)
    before = everything()
    for path in url(room), f"{url(room)}A/":
        response = as_(cast.comms).post(
            path, {"name": "x" * 121, "position": "They stop.", "owner": cast.legal.pk}
        )
        assert response.status_code == 422
        assert "1 character too long" in words(response)
        assert "They stop." in html(response)
        assert "x" * 121 in html(response)
        assert f'value="{cast.legal.pk}" selected' in html(response)
    assert everything() == before


def test_a_stranger_cannot_be_its_owner(cast: Cast, room: Incident) -> None:
    before = everything()
    response = as_(cast.comms).post(url(room), {"name": "Goods", "owner": cast.stranger.pk})
    assert response.status_code == 422
    assert "Somebody else" not in html(response)
    assert everything() == before


def test_the_letter_of_another_room_is_not_found(cast: Cast, room: Incident) -> None:
    create_strand(a_room(cast), name="Elsewhere", by=cast.lead)
    assert as_(cast.comms).get(f"{url(room)}A/").status_code == 404
