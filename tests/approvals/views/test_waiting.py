"""From one waiting statement to the next, and to nobody else's."""

import pytest
from django.urls import reverse

from approvals.actions.sign_offs import sign_off
from incidents.models import Incident
from tests.approvals.proofs import an_asked_revision
from tests.approvals.views.browse import as_, html, post, words
from tests.approvals.views.test_sign_offs import sign
from tests.cast import Cast


def waiting(room: Incident) -> str:
    return reverse("waiting", args=[room.pk])


def test_the_longest_wait_first_then_on_and_round(cast: Cast, room: Incident) -> None:
    one, two, three = (an_asked_revision(cast, room, title=each).statement for each in ("A", "B", "C"))
    counsel = as_(cast.counsel)

    def leads_to(query: str) -> str:
        return counsel.get(f"{waiting(room)}{query}")["Location"]

    assert leads_to("") == one.get_absolute_url()
    assert leads_to(f"?after={one.pk}") == two.get_absolute_url()
    assert leads_to(f"?after={three.pk}") == one.get_absolute_url()
    assert leads_to(f"?before={one.pk}") == three.get_absolute_url()
    assert leads_to(f"?before={three.pk}") == two.get_absolute_url()


def test_when_nothing_else_waits_it_is_the_room(cast: Cast, room: Incident) -> None:
    counsel = as_(cast.counsel)
    assert counsel.get(waiting(room))["Location"] == room.get_absolute_url()
    only = an_asked_revision(cast, room).statement
    assert counsel.get(f"{waiting(room)}?after={only.pk}")["Location"] == room.get_absolute_url()


@pytest.mark.parametrize(
    "query", ["?after=", "?after=x", "?before=-1", "?after=" + "9" * 40, "?after=999999"]
)
def test_what_makes_no_sense_leads_to_the_first(cast: Cast, room: Incident, query: str) -> None:
    statement = an_asked_revision(cast, room).statement
    response = as_(cast.counsel).get(f"{waiting(room)}{query}")
    assert response["Location"] == statement.get_absolute_url()


def test_what_waits_for_others_does_not_wait_for_me(cast: Cast, room: Incident) -> None:
    an_asked_revision(cast, room, by=cast.counsel)
    assert as_(cast.counsel).get(waiting(room))["Location"] == room.get_absolute_url()
    assert "/statements/" in as_(cast.legal).get(waiting(room))["Location"]


@pytest.mark.parametrize("who", ["guest", "stranger"])
def test_who_sees_no_statements_is_led_nowhere(cast: Cast, room: Incident, who: str) -> None:
    an_asked_revision(cast, room)
    assert as_(getattr(cast, who)).get(waiting(room)).status_code == 404


def test_after_signing_the_next_one_is_offered(cast: Cast, room: Incident) -> None:
    first = an_asked_revision(cast, room, title="First answer")
    second = an_asked_revision(cast, room, title="Second answer")
    counsel = as_(cast.counsel)
    signed = post(counsel, sign(first), {"seen_sha": first.sha256})
    assert "The next one waits for you: Second answer" in words(signed)
    assert second.statement.get_absolute_url() in html(signed)
    assert "waits for you" not in words(as_(cast.lead).get(first.statement.get_absolute_url()))

    last = post(counsel, sign(second), {"seen_sha": second.sha256})
    assert last.status_code == 201
    assert "waits for you" not in words(last)


def test_what_a_colleague_signed_is_not_offered_as_mine(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    an_asked_revision(cast, room, title="Another")
    sign_off(revision, seen_sha=revision.sha256, by=cast.legal)
    assert "waits for you" not in words(as_(cast.counsel).get(revision.statement.get_absolute_url()))


def test_the_first_page_leads_straight_to_what_waits(cast: Cast, room: Incident) -> None:
    assert waiting(room) not in html(as_(cast.counsel).get("/"))
    an_asked_revision(cast, room)
    assert waiting(room) in html(as_(cast.counsel).get("/"))
