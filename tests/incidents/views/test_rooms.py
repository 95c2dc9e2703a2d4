from incidents.models import Incident, Severity, Status
from tests.approvals.views.browse import as_, html, words
from tests.cast import Cast
from tests.incidents.views.browse import everything


def url(room: Incident) -> str:
    return f"/rooms/{room.pk}/changes/"


SENT = {"title": "Fire, spreading", "summary": "Fans are angry.", "severity": "1", "status": "monitoring"}


def test_the_form_holds_what_the_room_is(cast: Cast, room: Incident) -> None:
    page = html(as_(cast.lead).get(url(room)))
    assert 'value="Letter to a fan site"' in page
    assert 'value="2" selected' in page


def test_the_lead_changes_it_once(cast: Cast, room: Incident) -> None:
    lead = as_(cast.lead)
    for _press in range(2):
        response = lead.post(url(room), SENT)
        assert (response.status_code, response["Location"]) == (302, f"/rooms/{room.pk}/")
    room.refresh_from_db()
    assert (room.title, room.severity, room.status) == ("Fire, spreading", Severity.SEV1, Status.MONITORING)
    assert room.entries.filter(type="room.changed").count() == 1


def test_a_form_that_fails_keeps_every_word(cast: Cast, room: Incident) -> None:
    before = everything()
    for sent in {**SENT, "title": ""}, {**SENT, "severity": "5"}, {**SENT, "status": "closed"}:
        response = as_(cast.lead).post(url(room), sent)
        assert response.status_code == 422
        assert "Fans are angry." in html(response)
    assert everything() == before


def test_a_refusal_keeps_every_word_and_says_why(cast: Cast, room: Incident) -> None:
    before = everything()
    response = as_(cast.comms).post(url(room), SENT)
    assert response.status_code == 409
    assert "Only the lead can do this." in words(response)
    assert 'value="Fire, spreading"' in html(response)
    assert everything() == before
