"""The line at "now", with the server behind it."""

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.cast import Cast, a_room
from tests.journeys.room import entries, post

COMPOSER = "#composer textarea[name=text]"


def key(page: Page) -> str:
    return page.input_value("#composer [name=key]")


def test_after_a_post_the_line_is_empty_of_the_same_kind_and_the_next_press_has_its_own_key(
    cast: Cast, enter: Callable[..., Page]
) -> None:
    room = a_room(cast)
    page = enter("comms", path=f"/rooms/{room.pk}/")
    first, before = key(page), len(entries(page))
    post(page, "decision", "Answer today.", reason="It spreads.")
    expect(page.locator("#timeline article")).to_have_count(before + 1)
    expect(page.locator("#composer [name=type]:checked")).to_have_value("decision")
    expect(page.locator("#composer [name=reason]")).to_have_value("")
    expect(page.locator(COMPOSER)).to_be_focused()
    assert key(page) != first
    post(page, "decision", "Answer today.")
    expect(page.locator("#timeline article")).to_have_count(before + 2)


def test_words_typed_while_an_entry_is_on_its_way_stay(cast: Cast, enter: Callable[..., Page]) -> None:
    room = a_room(cast)
    page = enter("comms", path=f"/rooms/{room.pk}/")
    before = len(entries(page))

    def slowly(route: Route) -> None:
        page.locator(COMPOSER).fill("And the second thing")
        route.continue_()

    page.route("**/entries/", slowly)
    page.locator(COMPOSER).fill("The first thing")
    page.locator("#composer").get_by_role("button", name="Post").click()
    expect(page.locator("#timeline article")).to_have_count(before + 1)
    expect(page.locator(COMPOSER)).to_have_value("And the second thing")


def test_what_was_refused_stays_and_once_it_is_taken_nothing_of_it_does(
    cast: Cast, enter: Callable[..., Page]
) -> None:
    room = a_room(cast)
    page = enter("comms", path=f"/rooms/{room.pk}/")
    before = len(entries(page))
    composer = page.locator("#composer")
    composer.locator("label:has(input[value=signal])").click()
    page.locator(COMPOSER).fill("They are angry")
    composer.get_by_role("button", name="Post").click()
    expect(composer.locator("[name=source]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator(COMPOSER)).to_have_value("They are angry")
    enter.complaints.clear()  # type: ignore[attr-defined]  # the browser reports every 422 in its console
    composer.locator("[name=source]").fill("A forum")
    composer.get_by_role("button", name="Post").click()
    expect(page.locator("#timeline article")).to_have_count(before + 1)
    expect(page.locator(COMPOSER)).to_have_value("")
    expect(composer.locator("[name=source]")).to_have_value("")
    expect(composer.locator("[aria-invalid]")).to_have_count(0)
