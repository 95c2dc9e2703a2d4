"""What cannot be undone is asked about first; and what a newcomer, or a keyboard, needs is at hand."""

from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from incidents.models import Incident
from tests.cast import Cast, a_room
from workspace.models import Look, Toured


def serious(page: Page) -> list[str]:
    found = Axe().run(page, options={"preload": False}).response["violations"]
    return [each["id"] for each in found if each["impact"] in ("serious", "critical")]


def test_nobody_is_removed_by_one_press(enter: Callable[..., Page], cast: Cast) -> None:
    room = a_room(cast)
    lead = enter("lead", path=f"/rooms/{room.pk}/participants/")
    remove = lead.get_by_role("button", name="Remove Customer service from the room")
    remove.focus()
    lead.keyboard.press("Enter")
    asked = lead.get_by_role("dialog")
    expect(asked).to_contain_text("Remove Customer service?")
    expect(asked.get_by_role("button", name="Cancel")).to_be_focused()
    assert serious(lead) == []
    lead.keyboard.press("Escape")
    expect(asked).to_be_hidden()
    expect(remove).to_be_focused()
    assert room.participant(cast.support) is not None
    lead.keyboard.press("Enter")
    asked.get_by_role("button", name="Remove").click()
    expect(remove).to_have_count(0)
    assert room.participant(cast.support) is None


def test_the_tour_goes_by_keyboard_and_does_not_come_back(enter: Callable[..., Page], cast: Cast) -> None:
    room = a_room(cast)
    Incident.objects.update(is_exercise=True)
    comms = enter("comms", path=f"/rooms/{room.pk}/")
    expect(comms.get_by_text("Live, up to date")).to_be_visible()
    comms.get_by_role("button", name="Show me").focus()
    comms.keyboard.press("Enter")
    for step, title in enumerate(("The story", "Say what you know", "Your desk", "The room"), start=1):
        expect(comms.get_by_role("dialog", name=title)).to_contain_text(f"Step {step} of 4")
        expect(comms.get_by_role("heading", name=title)).to_be_focused()
        assert serious(comms) == []
        if step == 2:
            comms.keyboard.press("Escape")
            expect(comms.get_by_role("dialog")).to_be_hidden()
            comms.get_by_role("button", name="Show me").press("Enter")
            comms.keyboard.press("Tab")
            comms.keyboard.press("Enter")
        comms.keyboard.press("Tab")
        comms.keyboard.press("Enter")
    expect(comms.locator("room-tour")).to_have_count(0)
    comms.wait_for_load_state("networkidle")
    assert [row.person for row in Toured.objects.all()] == [cast.comms]
    comms.reload()
    expect(comms.locator("room-tour")).to_have_count(0)


def test_the_first_tab_stops_lead_past_the_header(enter: Callable[..., Page], cast: Cast) -> None:
    room = a_room(cast)
    comms = enter("comms", path=f"/rooms/{room.pk}/")
    for name, there in (("composer", "composer-text"), ("my desk", "desk")):
        comms.goto(f"/rooms/{room.pk}/")
        link = comms.get_by_role("link", name=f"Skip to {'the ' if name == 'composer' else ''}{name}")
        link.focus()
        comms.keyboard.press("Enter")
        assert comms.evaluate("document.activeElement.id") == there


def test_the_executive_page_says_that_it_was_seen(enter: Callable[..., Page], cast: Cast) -> None:
    room = a_room(cast)
    executive = enter("executive", path=f"/rooms/{room.pk}/executive/?wall=1")
    executive.wait_for_timeout(4000)
    assert not Look.objects.exists()
    with executive.expect_response("**/looks/") as answer:
        executive.goto(f"/rooms/{room.pk}/executive/")
    assert answer.value.status == 204
    assert [(row.person, row.incident) for row in Look.objects.all()] == [(cast.executive, room)]
