"""Who chooses a language gets it at once, everywhere, and takes nobody else along."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.test_sign_in import ELSEWHERE
from tests.cast import PASSWORD, Cast, a_room

URL = "/language/"


@pytest.fixture
def room_page(cast: Cast) -> str:
    return a_room(cast).get_absolute_url()


def language_of(client: Client, page: str = "/") -> str:
    html: str = client.get(page, follow=True).content.decode()
    return html.partition('<html lang="')[2][:2]


def test_it_is_kept_with_the_person_and_spoken_at_once(client: Client, cast: Cast, room_page: str) -> None:
    client.force_login(cast.lead)
    assert language_of(client, room_page) == "en"
    response = client.post(URL, {"language": "ko", "next": room_page})
    assert reverse("language") == URL
    assert response["Location"] == room_page
    assert language_of(client, room_page) == "ko"
    cast.lead.refresh_from_db()
    assert cast.lead.language == "ko"


def test_it_is_theirs_on_every_device(cast: Cast) -> None:
    laptop, phone = Client(), Client(headers={"Accept-Language": "en"})
    laptop.force_login(cast.lead)
    laptop.post(URL, {"language": "ko"})
    phone.force_login(cast.lead)
    assert language_of(phone) == "ko"


def test_nobody_else_in_the_room_reads_another_language(cast: Cast, room_page: str) -> None:
    korean, english = Client(), Client()
    korean.force_login(cast.lead)
    korean.post(URL, {"language": "ko"})
    english.force_login(cast.comms)
    assert language_of(korean, room_page) == "ko"
    assert language_of(english, room_page) == "en"
    assert set(User.objects.exclude(pk=cast.lead.pk).values_list("language", flat=True)) == {""}


def test_it_can_be_chosen_before_signing_in_and_after_signing_out(client: Client, cast: Cast) -> None:
    there = "/sign-in/?next=/rooms/12/timeline/"
    assert client.post(URL, {"language": "ko", "next": there})["Location"] == there
    assert language_of(client, there) == "ko"
    client.post("/sign-in/", {"username": "lead", "password": PASSWORD})
    assert language_of(client) == "ko"
    client.post("/sign-out/")
    assert language_of(client) == "ko"
    cast.lead.refresh_from_db()
    assert cast.lead.language == ""  # it was this browser that was asked


def test_what_a_person_chose_counts_more_than_what_a_browser_was_told(client: Client, cast: Cast) -> None:
    client.post(URL, {"language": "ko"})
    cast.lead.language = "en"
    cast.lead.save()
    client.force_login(cast.lead)
    assert language_of(client) == "en"


def test_who_chose_nothing_reads_what_their_browser_asks_for(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    answer = client.get("/", headers={"Accept-Language": "ko-KR,ko;q=0.9,en;q=0.8"})
    assert '<html lang="ko"' in answer.content.decode()
    assert answer["Content-Language"] == "ko"


def test_a_language_nobody_has_translated_is_not_kept(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    for sent in ({"language": "tlh"}, {"language": "ko\x00"}, {}):
        answer = client.post(URL, sent)
        assert answer.status_code == 409
        assert "Choose one of the languages." in answer.content.decode()
        assert "language" not in answer.cookies
    cast.lead.refresh_from_db()
    assert cast.lead.language == ""


def test_a_language_that_went_since_leaves_nobody_without_pages(client: Client, cast: Cast) -> None:
    cast.lead.language = "tlh"
    cast.lead.save()
    client.force_login(cast.lead)
    assert language_of(client) == "en"


@pytest.mark.parametrize("there", ELSEWHERE, ids=repr)
def test_it_never_goes_on_to_another_site(client: Client, cast: Cast, there: str) -> None:
    client.force_login(cast.lead)
    location = client.post(URL, {"language": "ko", "next": there})["Location"]
    assert location.startswith(("/", "%2f"))
    assert not location.startswith(("//", "/\\"))


def test_a_form_from_another_site_is_refused(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.lead)
    assert strict.post(URL, {"language": "ko"}).status_code == 403
    cast.lead.refresh_from_db()
    assert cast.lead.language == ""


def test_a_link_cannot_choose(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    assert client.get(URL, {"language": "ko"}).status_code == 405


def test_every_page_offers_them_each_by_its_own_name(client: Client, cast: Cast, room_page: str) -> None:
    def offered(page: str) -> None:
        html = client.get(page).content.decode()
        assert (
            '<button class="link" name="language" value="ko" lang="ko" aria-pressed="false">한국어</button>'
            in html
        )
        assert (
            '<button class="link" name="language" value="en" lang="en" aria-pressed="true">English</button>'
            in html
        )

    offered("/sign-in/")
    client.force_login(cast.lead)
    offered(room_page)


def test_a_page_that_cannot_be_an_address_is_refused_in_a_sentence(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead)
    assert client.post(URL, {"language": "ko", "next": "/\0"}).status_code == 409
    cast.lead.refresh_from_db()
    assert cast.lead.language == ""
