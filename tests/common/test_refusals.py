import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from common.refusals import RefusalMiddleware
from common.verdicts import Refused, Stale

REASON = "Only the lead can do this & that."


def answer(error: Exception, **headers: str) -> HttpResponse | None:
    request: HttpRequest = RequestFactory().post("/rooms/1/entries/", headers=headers)
    return RefusalMiddleware(lambda request: HttpResponse()).process_exception(request, error)


@pytest.mark.django_db
def test_a_refusal_becomes_a_page_with_its_reason() -> None:
    response = answer(Refused(REASON))
    assert response is not None
    assert response.status_code == 409
    assert "Only the lead can do this &amp; that." in response.content.decode()
    assert "HX-Retarget" not in response


def test_to_htmx_it_goes_into_the_notice_and_leaves_the_form_alone() -> None:
    response = answer(Refused(REASON), HX_Request="true")
    assert response is not None
    assert response.status_code == 409
    assert response["HX-Retarget"] == "#notice"
    assert response["HX-Reswap"] == "innerHTML"
    assert "Only the lead can do this &amp; that." in response.content.decode()
    assert "<html" not in response.content.decode()


def test_stale_is_a_refusal_too() -> None:
    response = answer(Stale(REASON), HX_Request="true")
    assert response is not None
    assert response.status_code == 409


def test_any_other_failure_is_not_dressed_up() -> None:
    assert answer(ValueError(REASON)) is None


def test_the_middleware_is_on() -> None:
    from django.conf import settings

    assert "common.refusals.RefusalMiddleware" in settings.MIDDLEWARE
