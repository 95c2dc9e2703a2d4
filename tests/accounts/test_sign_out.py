from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from tests.cast import Cast

URL = "/sign-out/"


def test_it_ends_the_session_in_the_database(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    key = client.session.session_key
    assert Session.objects.filter(session_key=key).exists()
    response = client.post(URL)
    assert reverse("sign_out") == URL
    assert response.status_code == 302
    assert response["Location"] == "/sign-in/"
    assert not Session.objects.filter(session_key=key).exists()


def test_the_browser_forgets_what_it_kept_of_ours(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    assert client.post(URL)["Clear-Site-Data"] == '"storage"'


def test_a_link_cannot_sign_anyone_out(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    assert client.get(URL).status_code == 405
    assert client.session.get("_auth_user_id") == str(cast.lead.pk)


def test_it_never_goes_on_to_another_site(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    assert client.post(URL, {"next": "//evil.example/"})["Location"] == "/sign-in/"


def test_afterwards_a_room_is_closed_to_them(client: Client, cast: Cast, room_url: str) -> None:
    client.force_login(cast.lead)
    assert client.get(room_url).status_code == 200
    client.post(URL)
    assert client.get(room_url).status_code == 302


def test_nothing_of_a_page_is_kept_by_the_browser(client: Client, cast: Cast, room_url: str) -> None:
    client.force_login(cast.lead)
    assert "no-store" in client.get(room_url)["Cache-Control"]
