"""An unlocked screen reads; it does not sign."""

import pytest
from django.test import Client

from approvals.models import Revision, SignOff
from incidents.actions.facts import post_fact
from incidents.models import Incident
from tests.accounts.proofs import some_time_ago
from tests.approvals.proofs import an_asked_revision
from tests.approvals.views.browse import as_, html, post, words
from tests.approvals.views.test_sign_offs import sign
from tests.cast import PASSWORD, Cast


@pytest.fixture
def revision(cast: Cast, room: Incident) -> Revision:
    fact = post_fact(room, text="The owner agreed to stop.", by=cast.support)
    return an_asked_revision(cast, room, citing=[fact])


@pytest.fixture
def counsel(cast: Cast) -> Client:
    return some_time_ago(as_(cast.counsel), minutes=31)


def told(revision: Revision, **more: str) -> dict[str, str]:
    return {"seen_sha": revision.sha256, "acknowledged": "on", **more}


def test_who_has_just_signed_in_is_not_asked(cast: Cast, revision: Revision) -> None:
    counsel = as_(cast.counsel)
    assert 'type="password"' not in html(counsel.get(revision.statement.get_absolute_url()))
    assert post(counsel, sign(revision), told(revision)).status_code == 201


def test_after_a_while_the_page_asks_for_the_password(counsel: Client, revision: Revision) -> None:
    page = html(counsel.get(revision.statement.get_absolute_url()))
    assert 'type="password"' in page
    assert 'autocomplete="current-password"' in page


@pytest.mark.parametrize("htmx", [True, False])
def test_without_it_nothing_is_signed_and_what_was_ticked_stays(
    counsel: Client, revision: Revision, htmx: bool
) -> None:
    response = post(counsel, sign(revision), told(revision), htmx=htmx)
    assert response.status_code == 422
    assert "You signed in a while ago." in words(response)
    page = html(response)
    assert "checked" in page[page.index('name="acknowledged"') : page.index('name="acknowledged"') + 120]
    assert not SignOff.objects.exists()


def test_a_wrong_one_signs_nothing_and_is_not_sent_back(counsel: Client, revision: Revision) -> None:
    response = post(counsel, sign(revision), told(revision, password="mistyped"))
    assert response.status_code == 422
    assert "That is not your password." in words(response)
    assert "mistyped" not in html(response)
    assert not SignOff.objects.exists()


def test_the_right_one_signs_and_the_next_is_signed_without(
    cast: Cast, room: Incident, counsel: Client, revision: Revision
) -> None:
    assert post(counsel, sign(revision), told(revision, password=PASSWORD)).status_code == 201
    another = an_asked_revision(cast, room, title="Another")
    assert post(counsel, sign(another), told(another)).status_code == 201
    assert SignOff.objects.count() == 2


def test_no_password_is_tried_for_a_form_that_would_not_sign(counsel: Client, revision: Revision) -> None:
    """Else a page could be used to guess without ever meaning to sign."""
    before = dict(counsel.session)
    response = post(counsel, sign(revision), {"seen_sha": revision.sha256, "password": "wrong"})
    assert response.status_code == 422
    assert "Tick this first" in words(response)
    assert "not your password" not in words(response)
    assert dict(counsel.session) == before


def test_guessing_ends_after_five(counsel: Client, revision: Revision) -> None:
    for _ in range(5):
        post(counsel, sign(revision), told(revision, password="wrong"))
    response = post(counsel, sign(revision), told(revision, password=PASSWORD))
    assert response.status_code == 422
    assert "Too many wrong passwords" in words(response)
    assert not SignOff.objects.exists()
