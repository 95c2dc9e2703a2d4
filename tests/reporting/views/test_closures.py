from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from incidents.models import Incident, Status
from reporting.models import Closure
from tests.approvals.views.browse import HTMX, as_, html, post, words
from tests.cast import Cast


def closure(room: Incident) -> str:
    return reverse("closure", args=[room.pk])


def test_the_lead_closes_with_what_is_reported(cast: Cast, room: Incident) -> None:
    over = room.now() - timedelta(minutes=1)
    data = {"resolved_at": over.isoformat(), "reach": "32332", "messages": "138", "note": "Counted by hand."}
    response = post(as_(cast.lead), closure(room), data)
    assert response["HX-Redirect"] == reverse("figures", args=[room.pk])
    closed = Closure.objects.get()
    assert closed.reported == {"reach": 32332, "messages": 138, "note": "Counted by hand."}
    assert closed.resolved_at == over
    assert Incident.objects.get().status == Status.CLOSED


def test_nothing_has_to_be_reported(cast: Cast, room: Incident) -> None:
    response = post(as_(cast.lead), closure(room), {}, htmx=False)
    assert (response.status_code, response["Location"]) == (302, reverse("figures", args=[room.pk]))
    assert Closure.objects.get().reported == {}


def test_two_presses_close_once(cast: Cast, room: Incident) -> None:
    data = {"key": str(uuid4())}
    both = [post(as_(cast.lead), closure(room), data) for _ in range(2)]
    assert all(response["HX-Redirect"] for response in both)
    assert Closure.objects.count() == 1


@pytest.mark.parametrize("who", ["comms", "counsel", "support", "executive", "guest"])
def test_nobody_else_closes(cast: Cast, room: Incident, who: str) -> None:
    person = as_(getattr(cast, who))
    looked = person.get(closure(room))
    assert looked.status_code == 409
    assert "closing-title" not in html(looked)
    for data in {"note": "My words"}, {"note": "My words", "reach": "x"}:
        for htmx in True, False:
            response = post(person, closure(room), data, htmx=htmx)
            assert response.status_code == 409
            assert "My words" in html(response)  # whoever was the lead when they began loses nothing
            assert 'role="alert"' in html(response)
    assert not Closure.objects.exists()


def test_a_stranger_finds_nothing(cast: Cast, room: Incident) -> None:
    assert as_(cast.stranger).get(closure(room)).status_code == 404
    assert post(as_(cast.stranger), closure(room), {}).status_code == 404
    assert Client().get(closure(room)).status_code == 302
    assert Client().get(closure(room), headers=HTMX).status_code == 401
    assert not Closure.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("resolved_at", "2060-01-01T00:00:00Z", "still to come"),
        ("resolved_at", "at noon", "Write a date and a time"),
        ("messages", "-1", "greater than or equal to 0"),
        ("reach", "a lot", "whole number"),
        ("work_hours", "9" * 30, "less than or equal"),
        ("note", "n" * 2001, "too long"),
        ("note", "sig\u200bned", "no width"),
    ],
)
def test_what_is_wrong_is_said_and_every_word_kept(
    cast: Cast, room: Incident, field: str, value: str, sentence: str
) -> None:
    data = {"messages": "138", "note": "Counted by hand.", field: value}
    response = post(as_(cast.lead), closure(room), data)
    assert response.status_code == 422
    assert sentence in words(response)
    if field != "note":
        assert "Counted by hand." in html(response)
    if field != "messages":
        assert 'value="138"' in html(response)
    assert not Closure.objects.exists()


def test_people_reached_come_with_how_they_were_counted(cast: Cast, room: Incident) -> None:
    response = post(as_(cast.lead), closure(room), {"reach": "32332"})
    assert response.status_code == 422
    assert "Say how the people reached were counted." in words(response)


def test_a_closed_room_leads_to_its_figures(cast: Cast, room: Incident) -> None:
    lead = as_(cast.lead)
    post(lead, closure(room), {})
    assert lead.get(closure(room))["Location"] == reverse("figures", args=[room.pk])
    assert post(lead, closure(room), {}).status_code == 409
    assert Closure.objects.count() == 1


def test_looking_changes_nothing(cast: Cast, room: Incident) -> None:
    before = Incident.objects.get().room_seq
    assert as_(cast.lead).get(closure(room)).status_code == 200
    assert Incident.objects.get().room_seq == before
    assert not Closure.objects.exists()
