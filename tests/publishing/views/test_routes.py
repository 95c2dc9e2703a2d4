"""Who gets how far on every route there is. Routes come from the URLconf, so none can be forgotten."""

import pytest
from django.test import Client
from django.urls import URLPattern

from incidents.models import Incident
from publishing.actions.publications import publish
from publishing.models import Publication, ReachSnapshot
from publishing.urls import urlpatterns
from tests.approvals.proofs import a_signed_revision
from tests.approvals.views.browse import HTMX, address, as_
from tests.approvals.views.browse import everything as statements
from tests.cast import Cast

ROUTES = [pytest.param(route, id=str(route.name)) for route in urlpatterns]
METHODS = ["get", "post"]


def paths(room: Incident, cast: Cast) -> dict[str, int]:
    revision = a_signed_revision(cast, room)
    out = publish(revision, channel="x", url="https://x.example/1", seen_sha=revision.sha256, by=cast.lead)
    return {"statements": revision.statement_id, "publications": out.pk}


def everything() -> dict[str, int]:
    return statements() | {model.__name__: model.objects.count() for model in (Publication, ReachSnapshot)}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("route", ROUTES)
def test_nobody_gets_in_without_signing_in(
    cast: Cast, room: Incident, route: URLPattern, method: str
) -> None:
    path = address(route, paths(room, cast))
    assert getattr(Client(), method)(path).status_code == 302
    assert getattr(Client(), method)(path, headers=HTMX).status_code == 401


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("route", ROUTES)
def test_a_stranger_finds_nothing(cast: Cast, room: Incident, route: URLPattern, method: str) -> None:
    path = address(route, paths(room, cast))
    before = everything()
    assert getattr(as_(cast.stranger), method)(path).status_code == 404
    assert everything() == before


@pytest.mark.parametrize("who", ["guest", "executive"])
@pytest.mark.parametrize("route", ROUTES)
def test_who_only_watches_writes_nothing(cast: Cast, room: Incident, route: URLPattern, who: str) -> None:
    path = address(route, paths(room, cast))
    before = everything()
    response = as_(getattr(cast, who)).post(path, headers=HTMX)
    hidden = who == "guest" and route.name == "publications"
    assert response.status_code == (404 if hidden else 409)
    assert everything() == before


@pytest.mark.parametrize("who", ["lead", "comms", "counsel", "support", "executive"])
@pytest.mark.parametrize("route", ROUTES)
def test_looking_changes_nothing(cast: Cast, room: Incident, route: URLPattern, who: str) -> None:
    path = address(route, paths(room, cast))
    before = everything()
    assert as_(getattr(cast, who)).get(path).status_code in (200, 409)
    assert everything() == before
