"""A pass says who looks at which page of which room, and to nobody else."""

import re

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from approvals.models import Revision
from incidents.actions.participants import remove_participant
from incidents.models import Incident
from live.passes import Pass
from tests.approvals.proofs import a_draft, rewrite
from tests.approvals.views.browse import as_, html
from tests.cast import Cast, a_room

INSIDE = ["lead", "comms", "counsel", "legal", "support", "executive", "guest"]


@pytest.fixture
def revision(cast: Cast, room: Incident) -> Revision:
    return a_draft(cast, room).current


def fetch(browser: Client, room: Incident, page: str = "") -> HttpResponse:
    return browser.get(f"/rooms/{room.pk}/pass/", {"page": page})


def shown(browser: Client, room: Incident, token: str) -> Pass | None:
    key = browser.cookies[settings.SESSION_COOKIE_NAME].value
    return Pass.read(token, session_key=key, room=room.pk)


def page_of(browser: Client, room: Incident, asked: str) -> str:
    good = shown(browser, room, html(fetch(browser, room, asked)))
    assert good
    return good.page


@pytest.mark.parametrize("who", INSIDE)
def test_everyone_in_the_room_gets_a_pass_of_their_own(cast: Cast, room: Incident, who: str) -> None:
    person = getattr(cast, who)
    browser = as_(person)
    answer = fetch(browser, room)
    room.refresh_from_db()
    good = shown(browser, room, html(answer))
    assert good
    assert (good.person, good.page) == (person.pk, "")
    assert good.is_as_new_as(room.rights_version)
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/plain", "no-store")


def test_a_pass_is_good_for_one_session_and_one_room(cast: Cast, room: Incident) -> None:
    browser, other = as_(cast.counsel), a_room(cast, title="Another matter")
    token = html(fetch(browser, room))
    assert shown(browser, room, token)
    assert shown(browser, other, token) is None
    assert shown(as_(cast.counsel), room, token) is None


def test_a_stranger_gets_none_and_nor_does_who_was_sent_away(cast: Cast, room: Incident) -> None:
    comms = as_(cast.comms)
    assert fetch(comms, room).status_code == 200
    remove_participant(room.participants.get(person=cast.comms), by=cast.lead)
    for browser in comms, as_(cast.stranger):
        assert fetch(browser, room).status_code == 404
    assert fetch(Client(), room).status_code == 302
    assert as_(cast.lead).post(f"/rooms/{room.pk}/pass/").status_code == 405


@pytest.mark.parametrize("who", ["lead", "comms", "counsel", "legal", "support", "executive"])
def test_who_may_read_a_revision_may_be_said_to_read_it(
    cast: Cast, room: Incident, revision: Revision, who: str
) -> None:
    rewrite(revision.statement, "Other words.", by=cast.lead)
    for number in 1, 2:
        page = f"revision.{revision.statement_id}.{number}"
        assert page_of(as_(getattr(cast, who)), room, page) == page


def test_a_guest_is_never_at_a_statement(cast: Cast, room: Incident, revision: Revision) -> None:
    assert page_of(as_(cast.guest), room, revision.page) == ""


def test_nobody_is_at_what_is_not_there(cast: Cast, room: Incident, revision: Revision) -> None:
    other = a_draft(cast, a_room(cast, title="Another matter")).current
    statement = revision.statement_id
    nowhere = [f"revision.{statement}.2", f"revision.{statement + 10**6}.1", f"revision.{10**17}.{10**8}"]
    nonsense = ["room", "revision", f"{revision.page} ", f"revision.0{statement}.1", "revision.x.1", "\x00"]
    for page in [other.page, *nowhere, *nonsense]:
        assert page_of(as_(cast.lead), room, page) == "", page
    assert page_of(as_(cast.lead), room, revision.page) == revision.page


def test_every_page_that_listens_brings_its_pass(cast: Cast, room: Incident, revision: Revision) -> None:
    statement = revision.statement.get_absolute_url()
    here = room.get_absolute_url()
    lead = as_(cast.lead)
    for path, page in [
        (here, ""),
        (f"{here}executive/", ""),
        (f"{here}figures/", ""),
        (statement, revision.page),
        (f"{statement}edit/", revision.page),
    ]:
        text = html(lead.get(path))
        found = re.search(r' pass="([\w.~-]+)" pass-url="(/[\w/]+)"', text)
        assert found, path
        held = shown(lead, room, found[1])
        assert held, path
        assert (held.person, held.page) == (cast.lead.pk, page), path
        assert held.is_as_new_as(Incident.objects.get().rights_version), path
        assert found[2] == f"{here}pass/"
        assert (f'data-page="{page}"' in text) == bool(page), path


def test_a_room_of_many_people_costs_no_more_questions_than_one_of_few(
    cast: Cast, room: Incident, revision: Revision, django_assert_num_queries
) -> None:
    browser = as_(cast.lead)
    with django_assert_num_queries(4):  # session, account, place and room, revision
        fetch(browser, room, revision.page)
