"""Everything by a key: what works here, to anything in the room, through the story; in either language's hands."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from incidents.actions.facts import post_fact
from incidents.actions.notes import post_note
from incidents.actions.participants import change_participant
from incidents.models import Incident, Role, Stream
from tests.approvals.proofs import an_asked_revision
from tests.cast import Cast

Enter = Callable[..., Page]


@pytest.fixture
def told(cast: Cast, room: Incident) -> Incident:
    for n in range(30):
        post_note(room, text=f"Note {n}", by=cast.support)
    post_fact(room, text="A heron was seen.", by=cast.comms)
    return room


def ready(page: Page) -> Page:
    expect(page.get_by_text("Live, up to date")).to_be_visible()
    return page


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def press(page: Page, keys: str) -> None:
    for key in keys.split():
        page.keyboard.press(key)


def test_the_list_of_keys_names_what_works_on_this_page_and_gives_the_focus_back(
    enter: Enter, cast: Cast, told: Incident
) -> None:
    statement = an_asked_revision(cast, told, title="First answer").statement
    page = ready(enter("counsel", path=told.get_absolute_url()))
    keys = page.get_by_role("dialog", name="Keys that work here")
    press(page, "k ?")
    expect(keys).to_contain_text("Write to the story")
    expect(keys).to_contain_text("Review and sign")
    expect(keys.get_by_text("Request changes")).to_have_count(0)
    press(page, "c j")  # nothing behind it moves
    expect(keys).to_be_visible()
    press(page, "Escape")
    expect(keys).to_be_hidden()
    assert focused(page).startswith("entry-")

    page.goto(statement.get_absolute_url())
    ready(page)
    press(page, "?")
    expect(keys).to_contain_text("Request changes")
    expect(keys).to_contain_text("Sign off for Legal")
    expect(keys.get_by_text("Write to the story")).to_have_count(0)
    expect(keys.get_by_text("Down and up the story")).to_be_hidden()
    press(page, "Escape")

    executive = ready(enter("executive", path=told.get_absolute_url()))
    press(executive, "?")
    expect(executive.get_by_role("dialog").get_by_text("Write to the story")).to_have_count(0)


def test_two_keys_go_to_the_parts_of_a_room_and_to_its_pages(enter: Enter, told: Incident) -> None:
    page = ready(enter("lead", path=told.get_absolute_url()))
    for keys, place in [("g d", "pane-desk"), ("g r", "pane-rail"), ("g s", "story")]:
        press(page, keys)
        assert focused(page) == place
    press(page, "c")
    assert focused(page) == "composer-text"
    page.keyboard.type("cargo")
    expect(page.locator("#composer-text")).to_have_value("cargo")
    page.locator("#composer-text").fill("")
    page.locator("#composer-text").blur()
    press(page, "/")
    assert focused(page) == "search"
    expect(page.locator("#search")).to_have_value("")
    page.locator("#search").blur()
    press(page, "g x d")  # what is no pair does nothing, and is forgotten
    assert focused(page) == ""
    press(page, "g e")
    page.wait_for_url("**/executive/")
    press(page, "g d")
    page.wait_for_url("**/#pane-desk")
    expect(page.locator("#pane-desk")).to_be_focused()
    press(page, "g h")
    page.wait_for_url(lambda url: url.endswith("/"))
    expect(page.get_by_role("heading", name="Rooms")).to_be_visible()


def test_j_and_k_walk_through_the_story_and_enter_opens_an_entry(
    enter: Enter, cast: Cast, told: Incident
) -> None:
    page = ready(enter("comms", path=told.get_absolute_url()))
    press(page, "k")
    last = page.locator("#timeline article").last
    press(page, "j j j j j j j j j j")
    expect(last).to_be_focused()  # and no further
    press(page, "k k")
    at = focused(page)
    press(page, "c Escape")
    page.locator("#composer-text").blur()
    press(page, "j")
    expect(last.locator("xpath=preceding-sibling::article[1]")).to_be_focused()  # on from where one was
    assert page.evaluate(f"document.getElementById('{at}').nextElementSibling === document.activeElement")

    press(page, "j Enter")
    expect(last.get_by_role("link", name="Confirm")).to_be_focused()
    press(page, "Escape")
    expect(last.locator(".entry-menu")).to_be_focused()
    press(page, "k")
    expect(last.locator("xpath=preceding-sibling::article[1]")).to_be_focused()
    for _ in range(40):
        press(page, "k")
    first = page.locator("#timeline article").first
    expect(first).to_be_focused()
    expect(first).to_be_in_viewport()


def hangul(page: Page, key: str, code: str) -> None:
    """A key as Chromium tells of it with a Korean keyboard: Playwright itself has none."""
    event = json.dumps({"key": key, "code": code, "bubbles": True, "cancelable": True})
    page.evaluate(f"document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {event}))")


def test_a_korean_keyboard_has_the_same_keys(enter: Enter, told: Incident) -> None:
    page = ready(enter("lead", path=told.get_absolute_url()))
    hangul(page, "ㅎ", "KeyG")
    hangul(page, "ㅇ", "KeyD")
    assert focused(page) == "pane-desk"
    hangul(page, "ㅏ", "KeyK")
    assert focused(page).startswith("entry-")
    hangul(page, "Process", "KeyC")
    assert focused(page) == "composer-text"


def test_whoever_turns_single_keys_off_keeps_the_rest(enter: Enter, told: Incident) -> None:
    page = ready(enter("lead", path=told.get_absolute_url()))
    press(page, "?")
    page.get_by_role("dialog").get_by_role("button", name="Single keys are on").press("Enter")
    press(page, "Escape")
    for keys in ("?", "c", "k", "g d", "/"):
        press(page, keys)
        assert focused(page) == ""
        expect(page.get_by_role("dialog")).to_have_count(0)
    press(page, "Control+k")
    expect(page.get_by_role("combobox", name="Go to anything in this room")).to_be_focused()
    press(page, "Escape")
    page.get_by_label("Signed in as").press("Enter")
    page.get_by_role("button", name="Which keys work here").press("Enter")
    expect(page.get_by_role("dialog", name="Keys that work here")).to_be_visible()
    press(page, "Escape")
    expect(page.get_by_label("Signed in as")).to_be_focused()


def test_to_anything_in_the_room_without_leaving_the_keyboard(
    enter: Enter, cast: Cast, told: Incident
) -> None:
    statement = an_asked_revision(cast, told, title="About the heron").statement
    page = ready(enter("lead", path=told.get_absolute_url()))
    box = page.get_by_role("combobox", name="Go to anything in this room")
    options = page.locator("#go-to").get_by_role("option")
    press(page, "c Control+k")
    expect(box).to_be_focused()
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.type("heron")
    expect(options).to_have_count(4)  # the statement, the fact, and that it was drafted and asked about
    expect(options.first).to_contain_text("About the heron")
    press(page, "ArrowDown")
    chosen = page.locator("#go-to").get_by_role("option", selected=True)
    expect(chosen).to_contain_text("A heron was seen.")
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    expect(box).to_be_focused()
    press(page, "Enter")
    fact = page.locator("#timeline article", has_text="A heron was seen.")
    expect(fact).to_be_focused()  # in this very page
    expect(fact).to_be_in_viewport()

    press(page, "c Control+k Escape")
    assert focused(page) == "composer-text"
    press(page, "Control+k")
    expect(box).to_have_value("")
    page.keyboard.type("nowhere at all")
    expect(options).to_have_text(["Nothing you can see here is called that."])
    press(page, "Enter")
    expect(box).to_be_focused()
    box.fill("about her")
    expect(options.first).to_contain_text("About the heron")
    press(page, "Enter")
    page.wait_for_url(f"**{statement.get_absolute_url()}")


def test_what_is_privileged_is_no_place_to_go_to_for_the_uncleared(
    enter: Enter, cast: Cast, told: Incident
) -> None:
    post_note(told, text="canary advice", by=cast.counsel, stream=Stream.PRIVILEGED)
    for who, there in [("counsel", 1), ("comms", 0)]:
        page = ready(enter(who, path=told.get_absolute_url()))
        press(page, "Control+k")
        page.keyboard.type("canary")
        answer = "canary advice" if there else "Nothing you can see here is called that."
        expect(page.locator("#go-to").get_by_role("option")).to_contain_text([answer])
        assert page.content().count("canary advice") == 2 * there  # in the story, and in the list


def test_what_was_found_goes_with_the_clearance_at_once(enter: Enter, cast: Cast, told: Incident) -> None:
    """The list stands outside of what the page is about, and a page that cannot be loaded afresh may stay for long."""
    post_note(told, text="canary advice", by=cast.counsel, stream=Stream.PRIVILEGED)
    page = ready(enter("counsel", path=told.get_absolute_url()))
    press(page, "Control+k")
    page.keyboard.type("canary")
    expect(page.locator("#go-to").get_by_role("option")).to_contain_text(["canary advice"])
    page.route("**/pass/**", lambda _route: None)  # nobody answers, so nothing is loaded afresh
    place = told.participant(cast.counsel)
    assert place
    change_participant(place, role=Role.LEGAL, is_cleared=False, by=cast.lead)
    expect(page.locator("#timeline")).to_have_count(0)
    expect(page.locator("#go-to")).to_have_count(0)
    assert "canary advice" not in page.content()
