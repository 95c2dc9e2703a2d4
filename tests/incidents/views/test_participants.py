import re

from accounts.models import User
from incidents.models import Incident, Role
from tests.approvals.views.browse import HTMX, as_, html, words
from tests.cast import Cast
from tests.incidents.views.browse import everything


def url(room: Incident) -> str:
    return f"/rooms/{room.pk}/participants/"


def test_everyone_in_the_room_sees_who_is_in_it(cast: Cast, room: Incident) -> None:
    for person in cast.lead, cast.support, cast.executive:
        page = words(as_(person).get(url(room)))
        assert all(str(place.person) in page for place in room.participants.all())


def test_only_the_lead_is_shown_who_could_be_brought_in(cast: Cast, room: Incident) -> None:
    """Names of people who have nothing to do with it are not for an outside agency to read."""
    assert "Somebody else" in html(as_(cast.lead).get(url(room)))
    for person in cast.comms, cast.executive, cast.guest:
        page = html(as_(person).get(url(room)))
        assert "Somebody else" not in page
        assert "<select" not in page


def test_the_lead_brings_someone_in(cast: Cast, room: Incident) -> None:
    sent = {"person": cast.stranger.pk, "role": "legal", "is_cleared": "on"}
    response = as_(cast.lead).post(url(room), sent)
    assert (response.status_code, response["Location"]) == (302, url(room))
    place = room.participant(cast.stranger)
    assert place is not None
    assert (place.role, place.is_cleared) == (Role.LEGAL, True)


def test_pressed_twice_they_are_in_it_once(cast: Cast, room: Incident) -> None:
    lead, sent = as_(cast.lead), {"person": cast.stranger.pk, "role": "legal"}
    answers = [lead.post(url(room), sent).status_code for _press in range(2)]
    assert answers == [302, 422]
    assert room.participants.filter(person=cast.stranger).count() == 1


def test_an_invitation_that_fails_keeps_what_was_chosen(cast: Cast, room: Incident) -> None:
    before = everything()
    response = as_(cast.lead).post(url(room), {"person": "999999", "role": "executive", "is_cleared": "on"})
    assert response.status_code == 422
    assert "not one of the available choices" in words(response)
    assert re.search(r'value="executive"\s+selected', html(response))
    assert everything() == before


def test_a_lead_who_is_not_cleared_is_told_why_not_and_loses_nothing(cast: Cast, room: Incident) -> None:
    room.participants.filter(person=cast.lead).update(is_cleared=False)
    before = everything()
    response = as_(cast.lead).post(
        url(room), {"person": cast.stranger.pk, "role": "legal", "is_cleared": "on"}
    )
    assert response.status_code == 409
    assert "Only someone who is cleared can clear others" in words(response)
    assert re.search(r'value="legal"\s+selected', html(response))
    assert everything() == before


def test_the_lead_changes_what_someone_is(cast: Cast, room: Incident) -> None:
    response = as_(cast.lead).post(f"{url(room)}{cast.support.pk}/", {"role": "comms"})
    assert response.status_code == 302
    place = room.participant(cast.support)
    assert place is not None
    assert place.role == Role.COMMS


def test_a_role_that_is_none_changes_nothing_and_says_so(cast: Cast, room: Incident) -> None:
    before = everything()
    response = as_(cast.lead).post(f"{url(room)}{cast.support.pk}/", {"role": "king"})
    assert response.status_code == 422
    assert everything() == before


def test_the_lead_sends_someone_away(cast: Cast, room: Incident) -> None:
    support = as_(cast.support)
    assert support.get(url(room)).status_code == 200
    assert as_(cast.lead).post(f"{url(room)}{cast.support.pk}/removal/").status_code == 302
    assert room.participant(cast.support) is None
    assert support.get(url(room)).status_code == 404


def test_sent_away_twice_they_are_not_found(cast: Cast, room: Incident) -> None:
    lead, path = as_(cast.lead), f"{url(room)}{cast.support.pk}/removal/"
    assert [lead.post(path).status_code for _press in range(2)] == [302, 404]


def test_the_last_lead_is_told_why_they_cannot_go(cast: Cast, room: Incident) -> None:
    before = everything()
    for headers in HTMX, {}:
        response = as_(cast.lead).post(f"{url(room)}{cast.lead.pk}/removal/", headers=headers)
        assert response.status_code == 409
        assert "A room needs a lead" in words(response)
    assert "Customer service" in words(response)  # whom to make lead instead, on the same page
    assert everything() == before


def test_a_lead_who_steps_down_alone_is_told_in_place(cast: Cast, room: Incident) -> None:
    before = everything()
    response = as_(cast.lead).post(f"{url(room)}{cast.lead.pk}/", {"role": "comms"})
    assert response.status_code == 409
    assert "A room needs a lead" in words(response)
    assert "Customer service" in words(response)
    assert everything() == before


def test_nobody_is_removed_without_being_asked_about(cast: Cast, room: Incident) -> None:
    page = html(as_(cast.lead).get(url(room)))
    for place in room.participants.active():
        form = page[: page.index(f'action="{url(room)}{place.person_id}/removal/"')].rpartition("<form")[2]
        assert " popover " in form
        assert f"Remove {place.person}?" in page


def test_a_room_that_nobody_leads_says_so_and_how_to_mend_it(cast: Cast, room: Incident) -> None:
    assert "Nobody leads this room" not in words(as_(cast.comms).get(url(room)))
    User.objects.filter(pk=cast.lead.pk).update(is_active=False)
    for path in url(room), f"/rooms/{room.pk}/rail/":
        assert "Nobody leads this room" in words(as_(cast.comms).get(path))
    support = f"{url(room)}{cast.support.pk}/lead/"
    assert support in html(as_(cast.comms).get(url(room)))
    assert support not in html(as_(cast.guest).get(url(room)))
    assert as_(cast.guest).post(support).status_code == 409
    assert as_(cast.comms).post(support).status_code == 302
    assert "Nobody leads this room" not in words(as_(cast.comms).get(url(room)))
    assert as_(cast.comms).post(f"{url(room)}{cast.comms.pk}/lead/").status_code == 409
