"""Who presses the button is asked again after a while, and cannot guess for long."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts import proof
from accounts.models import User
from accounts.proof import MOST_WRONG, PAUSE, PROVED_AT, Prover
from tests.accounts.proofs import some_time_ago
from tests.cast import PASSWORD, Cast


def prover(client: Client, person: User) -> Prover:
    """As a request of its own has it."""
    request = RequestFactory().get("/")
    request.user = person
    request.session = SessionStore(client.session.session_key)
    return Prover(request)


@pytest.fixture
def client(cast: Cast) -> Client:
    client = Client()
    client.post("/sign-in/", {"username": "counsel", "password": PASSWORD})
    return client


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Seconds to add to the time."""
    later, now = [0], proof._now
    monkeypatch.setattr(proof, "_now", lambda: now() + later[0])
    return later


def test_signing_in_is_a_proof_for_half_an_hour(client: Client, cast: Cast, clock: list[int]) -> None:
    assert prover(client, cast.counsel).is_fresh
    clock[0] = 30 * 60 - 5
    assert prover(client, cast.counsel).is_fresh
    clock[0] = 30 * 60 + 1
    assert not prover(client, cast.counsel).is_fresh


def test_the_house_says_how_long(client: Client, cast: Cast, settings: Any) -> None:
    some_time_ago(client, minutes=5)
    assert prover(client, cast.counsel).is_fresh
    settings.PROOF_MINUTES = 4
    assert not prover(client, cast.counsel).is_fresh


def test_the_administrators_door_counts_too(cast: Cast) -> None:
    User.objects.filter(pk=cast.lead.pk).update(is_staff=True)
    client = Client()
    client.post(reverse("admin:login"), {"username": "lead", "password": PASSWORD})
    assert prover(client, cast.lead).is_fresh


def test_a_session_that_says_nothing_is_no_proof(client: Client, cast: Cast) -> None:
    session = client.session
    del session[PROVED_AT]
    session.save()
    assert not prover(client, cast.counsel).is_fresh


def test_the_password_proves_it_in_this_session_and_no_other(client: Client, cast: Cast) -> None:
    other = Client()
    other.force_login(cast.counsel)
    for each in (client, other):
        some_time_ago(each, minutes=31)
    assert prover(client, cast.counsel).prove(PASSWORD)
    assert prover(client, cast.counsel).is_fresh
    assert not prover(other, cast.counsel).is_fresh
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("password", ["", "wrong", PASSWORD.upper(), f"{PASSWORD} ", "\x00", "w" * 4000])
def test_anything_else_proves_nothing(client: Client, cast: Cast, password: str) -> None:
    some_time_ago(client, minutes=31)
    assert "not your password" in str(prover(client, cast.counsel).prove(password).reason)
    assert not prover(client, cast.counsel).is_fresh


def test_somebody_elses_password_is_not_mine(client: Client, cast: Cast) -> None:
    User.objects.filter(pk=cast.counsel.pk).update(password=make_password("another"))
    cast.counsel.refresh_from_db()
    assert not prover(client, cast.counsel).prove(PASSWORD)


def test_after_five_wrong_ones_even_the_right_one_waits(client: Client, cast: Cast, clock: list[int]) -> None:
    for _ in range(MOST_WRONG):
        assert "not your password" in str(prover(client, cast.counsel).prove("wrong").reason)
    assert "Try again in 5 minutes" in str(prover(client, cast.counsel).prove(PASSWORD).reason)
    clock[0] = PAUSE + 1
    assert prover(client, cast.counsel).prove(PASSWORD)


def test_a_right_one_forgives_the_wrong_ones(client: Client, cast: Cast) -> None:
    for _ in range(MOST_WRONG - 1):
        prover(client, cast.counsel).prove("wrong")
    assert prover(client, cast.counsel).prove(PASSWORD)
    assert "not your password" in str(prover(client, cast.counsel).prove("wrong").reason)


def test_requests_that_began_together_are_counted_one_by_one(client: Client, cast: Cast) -> None:
    together = [prover(client, cast.counsel) for _ in range(MOST_WRONG + 1)]
    assert all(each.is_fresh for each in together)  # each has read the session before any of them tries
    said = [str(each.prove("wrong").reason) for each in together]
    assert ["Too many" in sentence for sentence in said] == [False] * MOST_WRONG + [True]


def test_a_hash_that_is_out_of_date_ends_no_session(client: Client, cast: Cast) -> None:
    old = make_password(PASSWORD, hasher="pbkdf2_sha256")
    User.objects.filter(pk=cast.counsel.pk).update(password=old)
    cast.counsel.refresh_from_db()
    assert prover(client, cast.counsel).prove(PASSWORD)
    cast.counsel.refresh_from_db()
    assert cast.counsel.password == old


def test_whoever_has_signed_out_meanwhile_proves_nothing(client: Client, cast: Cast) -> None:
    late = prover(client, cast.counsel)
    assert late.is_fresh
    client.post(reverse("sign_out"))
    assert "signed out" in str(late.prove(PASSWORD).reason)
