import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD, Cast

URL = "/sign-in/"


def person_of(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_the_page_is_open_to_anyone(client: Client, db: None) -> None:
    response = client.get(URL)
    assert response.status_code == 200
    assert b'name="username"' in response.content
    assert b'type="password"' in response.content
    assert reverse("sign_in") == URL


def test_the_right_password_signs_the_lead_in(client: Client, cast: Cast) -> None:
    response = client.post(URL, {"username": "lead", "password": PASSWORD})
    assert response.status_code == 302
    assert response["Location"] == "/"
    assert person_of(client) == str(cast.lead.pk)


@pytest.mark.parametrize(
    "sent",
    [
        {"username": "lead", "password": "wrong"},
        {"username": "nobody", "password": PASSWORD},
        {"username": "lead"},
        {"username": "lead\x00", "password": PASSWORD},
        {"username": "l" * 5000, "password": PASSWORD},
        {},
    ],
    ids=str,
)
def test_anything_else_signs_nobody_in(client: Client, cast: Cast, sent: dict[str, str]) -> None:
    response = client.post(URL, sent)
    assert response.status_code == 200
    assert person_of(client) is None


def test_a_wrong_name_and_a_wrong_password_get_the_same_words(client: Client, cast: Cast) -> None:
    def errors(username: str, password: str) -> object:
        return (
            client.post(URL, {"username": username, "password": password}).context["form"].non_field_errors()
        )

    assert errors("lead", "wrong") == errors("nobody", PASSWORD)


def test_the_name_typed_is_kept_and_the_password_is_not(client: Client, cast: Cast) -> None:
    page = client.post(URL, {"username": "lead", "password": "mistyped"}).content.decode()
    assert 'value="lead"' in page
    assert "mistyped" not in page


def test_an_inactive_account_stays_out(client: Client, cast: Cast) -> None:
    cast.comms.is_active = False
    cast.comms.save()
    client.post(URL, {"username": "comms", "password": PASSWORD})
    assert person_of(client) is None


def test_it_goes_on_to_where_the_person_was_heading(client: Client, cast: Cast) -> None:
    response = client.post(f"{URL}?next=/rooms/12/timeline/", {"username": "lead", "password": PASSWORD})
    assert response["Location"] == "/rooms/12/timeline/"


ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    r"/\evil.example",
    r"\\evil.example",
    "https:evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "\tjavascript:alert(1)",
    "/\t/evil.example",
    " //evil.example",
    "%2f%2fevil.example/../..//evil.example",
]


@pytest.mark.parametrize("next_url", ELSEWHERE, ids=repr)
def test_it_never_goes_on_to_another_site(client: Client, cast: Cast, next_url: str) -> None:
    response = client.post(URL, {"username": "lead", "password": PASSWORD, "next": next_url})
    assert response.status_code == 302
    assert response["Location"].startswith(("/", "%2f")), response["Location"]
    assert not response["Location"].startswith(("//", "/\\"))


@pytest.mark.parametrize("next_url", ELSEWHERE, ids=repr)
def test_nor_does_it_for_who_is_signed_in_already(client: Client, cast: Cast, next_url: str) -> None:
    client.force_login(cast.lead)
    response = client.get(URL, {"next": next_url})
    assert response.status_code == 302
    assert not response["Location"].startswith(("//", "/\\", "http", "java", "\t", " "))


def test_signing_in_changes_the_session_key(client: Client, cast: Cast) -> None:
    """A key planted in a browser before signing in is worth nothing afterwards."""
    client.session["planted"] = True
    client.session.save()
    planted = client.session.session_key
    client.post(URL, {"username": "lead", "password": PASSWORD})
    assert client.session.session_key != planted


def test_a_form_from_another_site_is_refused(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(URL, {"username": "lead", "password": PASSWORD}).status_code == 403
    assert person_of(strict) is None
