"""Who signs what: read, changed, kept in time."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from approvals.actions.reminders import keep_sign_off_clocks
from incidents.models import Incident
from tests.approvals.proofs import an_asked_revision, wait
from tests.cast import Cast, Demand, a_policy, a_room

PHONE = {"width": 390, "height": 844}


def does_not_scroll_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.fixture
def room(cast: Cast) -> Incident:
    a_policy(
        "Comms and legal",
        asks=[
            Demand("legal", (), minutes=30, deputy=cast.support.pk),
            Demand("", tuple(sorted([cast.comms.pk, cast.support.pk])), step=2),
        ],
    )
    return a_room(cast)


def test_the_lead_sees_why_and_changes_it(enter: Callable[..., Page], cast: Cast, room: Incident) -> None:
    an_asked_revision(cast, room)
    lead = enter("lead", path=f"/rooms/{room.pk}/policies/")
    expect(lead.get_by_text("Comms and legal applies: everything said")).to_be_visible()
    lead.get_by_role("link", name="New policy for this room").click()
    lead.get_by_label("What is it called?").fill("Posts")
    lead.get_by_label("Social post").check()
    line = lead.get_by_role("group", name="Line 1")
    line.get_by_label("Desk").select_option("Executive")
    lead.get_by_role("button", name="Put in force").click()
    expect(lead.get_by_text("Posts applies: Social post")).to_be_visible()


def test_the_proof_says_whose_turn_it_is_until_when_and_who_stands_in(
    enter: Callable[..., Page], cast: Cast, room: Incident
) -> None:
    revision = an_asked_revision(cast, room)
    counsel = enter("counsel", path=revision.statement.get_absolute_url(), viewport=PHONE)
    side = counsel.locator("#parts")
    expect(side.get_by_text("then Customer service")).to_be_visible()
    expect(side.get_by_text("Signs after the others")).to_be_visible()
    assert does_not_scroll_sideways(counsel)

    lead = enter("lead", path=f"/rooms/{room.pk}/")
    support = enter("support", path=f"/rooms/{room.pk}/")
    expect(support.get_by_role("link", name="Review and sign")).to_have_count(0)
    wait(cast, room, 31)
    keep_sign_off_clocks()
    expect(side.get_by_text("Customer service may sign as well")).to_be_visible()
    expect(support.get_by_role("link", name="Review and sign")).to_be_visible()
    expect(lead.locator("#desk").get_by_text("has not signed First answer in time")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_of_it_scrolls_sideways(
    enter: Callable[..., Page], cast: Cast, room: Incident, width: int
) -> None:
    an_asked_revision(cast, room)
    lead = enter("lead", path=f"/rooms/{room.pk}/policies/", viewport={"width": width, "height": 900})
    for path in (f"/rooms/{room.pk}/policies/", f"/rooms/{room.pk}/policies/new/", "/out-of-office/"):
        lead.goto(path)
        assert does_not_scroll_sideways(lead), path
