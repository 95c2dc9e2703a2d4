"""Who gets how far on every route there is. Routes come from the URLconf, so none can be forgotten."""

from itertools import product

import pytest
from django.test import Client
from django.urls import URLPattern

from approvals.actions.reviews import comment
from approvals.urls import urlpatterns
from incidents.actions.participants import remove_participant
from incidents.models import Incident
from tests.approvals.proofs import an_asked_revision, an_attachment
from tests.approvals.views.browse import HTMX, address, as_, everything
from tests.cast import Cast, a_room

ROUTES = [  # what is nobody's room but one's own has its tests in test_absences
    pytest.param(route, id=str(route.name))
    for route in urlpatterns
    if not str(route.pattern).startswith("out-of-office/")
]
METHODS = ["get", "post"]
READING = "revision_read"  # notes for the reader alone what they have seen; changes nothing for anyone


def paths(room: Incident, cast: Cast) -> dict[str, int]:
    revision = an_asked_revision(cast, room)
    comment(revision, text="Shorter?", by=cast.support)
    return {
        "rooms": room.pk,
        "statements": revision.statement_id,
        "attachments": an_attachment(cast, room).pk,
    }


@pytest.mark.parametrize("route", ROUTES)
def test_nobody_gets_in_without_signing_in(cast: Cast, room: Incident, route: URLPattern) -> None:
    path = address(route, paths(room, cast))
    before = everything()
    for method in METHODS:
        response = getattr(Client(), method)(path)
        assert response.status_code == (302 if method == "get" else 401)
        assert method == "post" or response["Location"].startswith("/sign-in/")
        assert getattr(Client(), method)(path, headers=HTMX).status_code == 401
    assert everything() == before


@pytest.mark.parametrize("route", ROUTES)
def test_to_guests_and_strangers_there_are_no_statements(
    cast: Cast, room: Incident, route: URLPattern
) -> None:
    path = address(route, paths(room, cast))
    before = everything()
    for person, method in product((cast.stranger, cast.guest), METHODS):
        # 405 is said before anything is fetched, so it tells nothing.
        assert getattr(as_(person), method)(path).status_code in (404, 405)
    assert everything() == before


@pytest.mark.parametrize("route", ROUTES)
def test_an_executive_writes_nothing(cast: Cast, room: Incident, route: URLPattern) -> None:
    path = address(route, paths(room, cast))
    before = everything()
    response = as_(cast.executive).post(path, headers=HTMX)
    if route.name == READING:
        assert response.status_code == 204
        assert everything() == before | {"LastSeen": before["LastSeen"] + 1}
    else:
        assert response.status_code in (405, 409)
        assert everything() == before


@pytest.mark.parametrize("route", ROUTES)
def test_looking_changes_nothing(cast: Cast, room: Incident, route: URLPattern) -> None:
    path = address(route, paths(room, cast))
    before = everything()
    for person in (cast.lead, cast.comms, cast.counsel, cast.support, cast.executive):
        assert as_(person).get(path).status_code in (200, 302, 405, 409)
    assert everything() == before


@pytest.mark.parametrize("route", ROUTES)
def test_what_is_not_there_is_not_found(cast: Cast, room: Incident, route: URLPattern) -> None:
    """Nor is another room: counsel works in one, and gets nothing of a second that they are not in."""
    other = a_room(cast, title="Another matter")
    theirs = address(route, paths(other, cast))
    nowhere = address(route, {"rooms": 10**30, "statements": 10**30, "attachments": 10**30})
    remove_participant(other.participants.get(person=cast.counsel), by=cast.lead)
    for path, method in product((theirs, nowhere), METHODS):
        assert getattr(as_(cast.counsel), method)(path).status_code in (404, 405)
