"""Who of many is still signed in. What ends a session is tried in tests/incidents/test_feed.py."""

from collections.abc import Callable

import pytest
from django.test import Client, override_settings

from accounts import sessions
from accounts.models import User
from accounts.sessions import signed_in_among
from tests.cast import Cast


def sign_in(person: User) -> tuple[int, str]:
    browser = Client()
    browser.force_login(person)
    key = browser.session.session_key
    assert key
    return person.pk, key


@pytest.fixture(autouse=True)
def _forget() -> None:
    sessions._is_theirs.cache_clear()


def test_it_is_those_whom_a_page_would_know(cast: Cast) -> None:
    asked = {sign_in(cast.lead), sign_in(cast.comms), sign_in(cast.comms)}
    assert signed_in_among(asked) == asked
    assert signed_in_among({(cast.stranger.pk, key) for _person, key in asked}) == set()
    assert signed_in_among(set()) == set()


def test_a_key_of_the_house_that_was_replaced_still_seals(cast: Cast) -> None:
    """As it does for pages (SECRET_KEY_FALLBACKS), until it is taken off the list."""
    old = "an older key, long enough to be one " * 2
    with override_settings(SECRET_KEY=old):
        asked = {sign_in(cast.lead)}
    with override_settings(SECRET_KEY_FALLBACKS=[old]):
        assert signed_in_among(asked) == asked
    sessions._is_theirs.cache_clear()  # nobody changes the keys of a house that runs
    assert signed_in_among(asked) == set()


def test_a_thousand_are_one_question(cast: Cast, django_assert_num_queries: Callable[[int], object]) -> None:
    known = sign_in(cast.lead)
    with django_assert_num_queries(1):
        assert signed_in_among({known, *((cast.lead.pk, f"{n:032}") for n in range(999))}) == {known}
