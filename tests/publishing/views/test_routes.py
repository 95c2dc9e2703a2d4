"""Who gets how far on every route there is. Routes come from the URLconf, so none can be forgotten."""

import pytest
from django.test import Client
from django.urls import URLPattern

from incidents.models import Incident
from publishing.actions.publications import publish
from publishing.models import AfterReview, BreakGlass, LineUse, Publication, ReachSnapshot, Second
from publishing.urls import urlpatterns
from tests.approvals.proofs import a_signed_revision, an_asked_revision
from tests.approvals.views.browse import HTMX, address, as_
from tests.approvals.views.browse import everything as statements
from tests.cast import Cast
from tests.publishing.glasses import opened

ROUTES = [pytest.param(route, id=str(route.name)) for route in urlpatterns]


def paths(room: Incident, cast: Cast) -> dict[str, int]:
    revision = a_signed_revision(cast, room)
    out = publish(revision, channel="x", url="https://x.example/1", seen_sha=revision.sha256, by=cast.lead)
    glass = opened(an_asked_revision(cast, room, title="Cannot wait"), by=cast.comms)
    return {"statements": revision.statement_id, "publications": out.pk, "break-glass": glass.pk}


def everything() -> dict[str, int]:
    models = (Publication, ReachSnapshot, BreakGlass, Second, AfterReview, LineUse)
    return statements() | {model.__name__: model.objects.count() for model in models}


@pytest.mark.parametrize("route", ROUTES)
def test_who_is_not_in_the_room_finds_nothing(cast: Cast, room: Incident, route: URLPattern) -> None:
    path = address(route, paths(room, cast))
    before = everything()
    for method in ("get", "post"):
        assert getattr(Client(), method)(path).status_code == (302 if method == "get" else 401)
        assert getattr(Client(), method)(path, headers=HTMX).status_code == 401
        assert getattr(as_(cast.stranger), method)(path).status_code == 404
    assert everything() == before


@pytest.mark.parametrize("route", ROUTES)
def test_who_only_watches_writes_nothing(cast: Cast, room: Incident, route: URLPattern) -> None:
    path = address(route, paths(room, cast))
    before = everything()
    # An executive may be the second of two, and is told here that nothing says what was read.
    expected = 422 if route.name == "glass_second" else 409
    assert as_(cast.executive).post(path, headers=HTMX).status_code == expected
    hidden = route.name != "reach"
    assert as_(cast.guest).post(path, headers=HTMX).status_code == (404 if hidden else 409)
    assert everything() == before


@pytest.mark.parametrize("route", ROUTES)
def test_looking_changes_nothing(cast: Cast, room: Incident, route: URLPattern) -> None:
    path = address(route, paths(room, cast))
    before = everything()
    for person in (cast.lead, cast.comms, cast.counsel, cast.support, cast.executive):
        assert as_(person).get(path).status_code in (200, 409)
    assert everything() == before
