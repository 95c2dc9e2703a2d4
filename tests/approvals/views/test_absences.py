from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from approvals.models import Absence
from incidents.models import Incident
from tests.approvals.views.browse import as_, html, words
from tests.cast import Cast


def sent(cast: Cast, **fields: str) -> dict[str, str]:
    now = timezone.now()
    form = {"deputy": str(cast.support.pk), "starts_at": now.isoformat()}
    return form | {"ends_at": (now + timedelta(days=3)).isoformat()} | fields


def test_it_is_found_under_ones_own_menu_said_and_taken_back(cast: Cast, room: Incident) -> None:
    client = as_(cast.counsel)
    url = reverse("absence")
    assert f'href="{url}"' in html(client.get("/"))
    assert client.post(url, sent(cast)).status_code == 302
    assert "Customer service may sign" in words(client.get(url))
    assert Absence.objects.in_force().get().person == cast.counsel
    assert client.post(reverse("absence_end")).status_code == 302
    assert not Absence.objects.in_force().exists()


def test_only_colleagues_are_offered(cast: Cast, room: Incident) -> None:
    page = html(as_(cast.counsel).get(reverse("absence")))
    assert "Customer service" in page
    for name in ("Outside agency", "Somebody else"):
        assert name not in page
    response = as_(cast.counsel).post(reverse("absence"), sent(cast, deputy=str(cast.stranger.pk)))
    assert response.status_code == 422
    assert "Customer service" not in html(as_(cast.stranger).get(reverse("absence")))


def test_what_is_wrong_is_said_and_kept(cast: Cast, room: Incident) -> None:
    response = as_(cast.counsel).post(reverse("absence"), sent(cast, ends_at="2020-01-01T10:00"))
    assert response.status_code == 422
    assert "ends after it begins" in html(response)
    assert f'value="{cast.support.pk}" selected' in html(response)
    assert not Absence.objects.exists()


def test_nobody_gets_in_without_signing_in(cast: Cast) -> None:
    assert Client().get(reverse("absence")).status_code == 302
    assert Client().post(reverse("absence"), sent(cast)).status_code == 401
    assert Client().post(reverse("absence_end")).status_code == 401
    assert not Absence.objects.exists()
