from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from incidents.models import Incident, TimelineEntry
from tests.cast import Cast

# Pages for people who have not signed in, and why.
OPEN = {"sign_in", "language", "manifest", "styleguide"}


def test_a_page_sends_to_sign_in_and_remembers_where_to(client: Client, cast: Cast, room_url: str) -> None:
    response = client.get(f"{room_url}?type=fact")
    assert response.status_code == 302
    assert response["Location"] == f"/sign-in/?next={room_url}%3Ftype%3Dfact"


def test_a_piece_of_a_page_gets_a_notice_and_leaves_the_page_alone(
    client: Client, cast: Cast, room_url: str
) -> None:
    response = client.get(room_url, headers={"HX-Request": "true"})
    assert response.status_code == 401
    assert response["HX-Retarget"] == "#notice"
    assert response["HX-Reswap"] == "innerHTML"
    page = response.content.decode()
    assert "<html" not in page
    assert "/sign-in/" in page


def test_a_session_that_ran_out_mid_post_writes_nothing_and_says_so(
    client: Client, cast: Cast, room: Incident
) -> None:
    client.force_login(cast.comms)
    client.session.flush()
    before = TimelineEntry.objects.count()
    response = client.post(
        f"/rooms/{room.pk}/entries/",
        {"type": "note", "text": "typed for long"},
        headers={"HX-Request": "true"},
    )
    assert response.status_code == 401
    assert response["HX-Retarget"] == "#notice"
    assert TimelineEntry.objects.count() == before


@pytest.mark.parametrize(
    ("referer", "next_url"),
    [
        ("http://testserver/rooms/1/?type=fact", "?next=/rooms/1/%3Ftype%3Dfact"),
        ("https://evil.example/rooms/1/", ""),
        ("", ""),
    ],
)
def test_a_plain_form_whose_session_ran_out_says_so_and_leads_back_to_its_page(
    client: Client, cast: Cast, room: Incident, referer: str, next_url: str
) -> None:
    sent = {"type": "note", "text": "typed for long"}
    response = client.post(f"/rooms/{room.pk}/entries/", sent, headers={"Referer": referer})
    page = response.content.decode()
    assert response.status_code == 401
    assert "Nothing was saved" in page
    assert f'href="/sign-in/{next_url}"' in page


def test_a_new_password_ends_the_other_sessions(client: Client, cast: Cast, room_url: str) -> None:
    client.force_login(cast.comms)
    assert client.get(room_url).status_code == 200
    cast.comms.set_password("a new one")
    cast.comms.save()
    assert client.get(room_url).status_code == 302


def test_a_deactivated_account_is_out_at_the_next_request(client: Client, cast: Cast, room_url: str) -> None:
    client.force_login(cast.comms)
    cast.comms.is_active = False
    cast.comms.save()
    assert client.get(room_url).status_code == 302


def views(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for each in patterns:
        if isinstance(each, URLPattern):
            yield each
        elif each.app_name != "admin":  # the admin asks for staff at its own door
            yield from views(each.url_patterns)


def test_every_other_view_asks_who_it_is() -> None:
    without = {
        each.name
        for each in views(get_resolver().url_patterns)
        if not getattr(each.callback, "login_required", True)
    }
    assert without == OPEN


@pytest.mark.parametrize("path", ["/admin/", "/admin/incidents/incident/", "/admin/accounts/user/"])
def test_the_admin_is_for_staff(client: Client, cast: Cast, path: str) -> None:
    client.force_login(cast.lead)
    response = client.get(path)
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")
