"""The room in one hand: three panes as tabs, each where it was left, and nothing too small for a thumb."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from incidents.actions.notes import post_note
from incidents.models import Incident
from tests.approvals.proofs import an_asked_revision
from tests.cast import Cast
from tests.journeys.tour import half_played, pages

__all__ = ["half_played"]

Enter = Callable[..., Page]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
TARGET = 44  # CSS pixels

# Links within a line of text are exempt (WCAG 2.5.8); a box is as large as the label around it.
PRESSED = "button, summary, select, input:not([type=hidden]), a.button, a.tab, .menu-item"
SMALL = """([pressed, target]) => [...document.querySelectorAll(pressed)]
  .filter((it) => !it.disabled && it.checkVisibility())
  .map((it) => [it, (it.labels?.[0]?.contains(it) ? it.labels[0] : it).getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && box.height < target - 0.5)
  .map(([it, box]) => `${Math.round(box.height)} px: ${it.outerHTML.slice(0, 120)}`)"""


def ready(page: Page) -> Page:
    expect(page.locator("live-room[data-live=live]")).to_be_attached()
    return page


def test_the_panes_are_tabs_for_fingers_keys_and_readers_alike(
    enter: Enter, cast: Cast, room: Incident
) -> None:
    an_asked_revision(cast, room, title="First answer")
    page = ready(enter("counsel", path=room.get_absolute_url(), **PHONE))
    story, desk, rail = (page.get_by_role("tab", name=name) for name in ("Story", "My desk", "Room"))
    expect(desk).to_have_accessible_name("My desk 1 waits for you")
    expect(page.get_by_role("tabpanel", name="The story")).to_be_visible()
    desk.tap()
    expect(desk).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("tabpanel")).to_have_count(1)
    expect(page.get_by_role("tabpanel", name="My desk")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(rail).to_be_focused()
    expect(page.get_by_role("tabpanel", name="The room")).to_be_visible()
    page.keyboard.press("ArrowRight")  # and round
    expect(story).to_be_focused()
    page.keyboard.press("End")
    expect(rail).to_be_focused()
    page.keyboard.press("Home")
    expect(story).to_have_attribute("tabindex", "0")
    expect(desk).to_have_attribute("tabindex", "-1")
    page.keyboard.press("g")
    page.keyboard.press("d")
    expect(page.get_by_role("tabpanel", name="My desk")).to_be_focused()

    page.set_viewport_size({"width": 1440, "height": 900})  # turned into a desk: three panes, and no tabs
    expect(page.get_by_role("tabpanel")).to_have_count(0)
    expect(page.get_by_role("complementary", name="My desk")).to_be_visible()
    expect(page.get_by_role("complementary", name="The room")).to_be_visible()


def test_each_pane_is_where_it_was_left(enter: Enter, cast: Cast, room: Incident) -> None:
    for n in range(40):
        post_note(room, text=f"Note {n}", by=cast.support)
        if n < 8:
            an_asked_revision(cast, room, title=f"Answer {n}")
    page = ready(enter("counsel", path=room.get_absolute_url(), **PHONE))
    page.locator("#story").evaluate("it => it.scrollTop = 300")
    page.get_by_role("tab", name="My desk").tap()
    page.locator("#pane-desk").evaluate("it => it.scrollTop = 200")
    page.get_by_role("tab", name="Story").tap()
    assert page.locator("#story").evaluate("it => it.scrollTop") == 300
    page.get_by_role("tab", name="My desk").tap()
    assert page.locator("#pane-desk").evaluate("it => it.scrollTop") == 200


def test_an_address_turns_to_what_it_names(enter: Enter, cast: Cast, room: Incident) -> None:
    entry = post_note(room, text="A heron.", by=cast.support)
    page = ready(enter("counsel", path=f"{room.get_absolute_url()}#pane-desk", **PHONE))
    page.goto(f"{room.get_absolute_url()}#pane-desk")
    expect(page.get_by_role("tabpanel", name="My desk")).to_be_visible()
    page.evaluate(f"location.hash = 'entry-{entry.ref}'")
    expect(page.get_by_role("tabpanel", name="The story")).to_be_visible()
    expect(page.locator(f"#entry-{entry.ref}")).to_be_in_viewport()


def test_nothing_is_too_small_for_a_thumb(enter: Enter, half_played: Incident) -> None:
    found: dict[str, list[str]] = {}
    open_pages: dict[str, Page] = {}
    for who, path in pages(half_played):
        page = open_pages.get(who) or enter(who, **PHONE)
        open_pages[who] = page
        page.goto(path)
        page.wait_for_load_state("networkidle")
        if small := page.evaluate(SMALL, [PRESSED, TARGET]):
            found[path] = small
    assert found == {}
