"""Where the focus goes: to everything that can be pressed, in the order of the page, and back again."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from incidents.actions.facts import confirm_fact, post_fact
from incidents.actions.notes import post_note
from incidents.actions.questions import answer_question, ask_question
from incidents.models import Incident, Role
from tests.approvals.proofs import an_asked_revision
from tests.cast import Cast
from tests.journeys.tour import half_played, pages

__all__ = ["half_played"]

Enter = Callable[..., Page]
FARTHEST = 600

# Everything that should take part, with how it looks while the focus is elsewhere. A group of radio buttons is one
# stop. What scrolls by itself the browser adds on its own.
BEFORE = """() => {
  const look = (it) => [it, it.nextElementSibling, it.parentElement].map((each) => {
    if (!each) return "";
    const style = getComputedStyle(each);
    return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.borderColor].join();
  }).join();
  const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter((it) => !it.disabled && it.tabIndex >= 0 && it.type !== "hidden" && it.checkVisibility());
  const looks = new Map(stops.map((it) => [it, look(it)]));
  const groups = new Set();
  const groupOf = (it) => it.type === "radio" ? it.form?.id + it.name : it;
  window.tour = {
    positive: document.querySelectorAll("[tabindex]:not([tabindex='0'], [tabindex='-1'])").length,
    at: () => {
      const it = document.activeElement;
      if (it === document.body) return null;
      const [box] = it.getClientRects();
      const inside = (at, end) => Math.min(Math.max(at, 1), end - 1);
      const y = inside(box.top + box.height / 2, innerHeight);
      const across = [4, box.width / 2, box.width - 4].map((x) => inside(box.left + x, innerWidth));
      const hits = across.map((x) => document.elementFromPoint(x, y));
      groups.add(groupOf(it));
      return {
        place: stops.indexOf(it),
        name: it.outerHTML.slice(0, 120),
        isPlain: looks.get(it) === look(it),
        isCovered: !hits.some((hit) => it.contains(hit) || it.labels?.[0]?.contains(hit)),
      };
    },
    missed: () => stops.filter((it) => !groups.has(groupOf(it))).map((it) => it.outerHTML.slice(0, 120)),
  };
  return window.tour.positive;
}"""


def walk(page: Page) -> list[str]:
    """Tab through a whole page; what is wrong with it."""
    page.evaluate("document.activeElement.blur()")
    if page.evaluate(BEFORE):
        return ["something wants to come before its turn"]
    page.locator(".skip").first.focus()  # a browser may begin anywhere, but whoever reads begins at the top
    page.evaluate("tour.at()")
    wrong, last, ringed = [], -1, -1
    for _ in range(FARTHEST):
        page.keyboard.press("Tab")
        stop: dict[str, Any] | None = page.evaluate("tour.at()")
        if stop is None or stop["place"] == 0:  # round: this browser has no bars of its own to go to
            break
        # A date has several stops; the browser marks those inside it itself.
        if stop["isPlain"] and stop["place"] != ringed:
            wrong.append(f"looks the same with the focus: {stop['name']}")
        if stop["isCovered"]:
            wrong.append(f"is covered while it has the focus: {stop['name']}")
        if 0 <= stop["place"] < last:
            wrong.append(f"comes after what it stands before: {stop['name']}")
        ringed = stop["place"]
        last = max(last, stop["place"])
    else:
        wrong.append("the focus never leaves the page")
    return wrong + [f"is never reached: {name}" for name in page.evaluate("tour.missed()")]


@pytest.mark.parametrize("size", [(1440, 900)], ids=["desk"])
def test_tab_reaches_everything_visibly_and_in_order(
    enter: Enter, half_played: Incident, size: tuple[int, int]
) -> None:
    found: dict[str, list[str]] = {}
    open_pages: dict[str, Page] = {}
    for who, path in pages(half_played):
        page = open_pages.get(who) or enter(who, viewport={"width": size[0], "height": size[1]})
        open_pages[who] = page
        page.goto(path)
        page.wait_for_load_state("networkidle")
        if wrong := walk(page):
            found[path] = wrong
    assert found == {}


def ready(page: Page) -> Page:
    expect(page.get_by_text("Live, up to date")).to_be_visible()
    return page


def test_the_focus_stays_on_an_entry_that_gets_its_newer_look(
    enter: Enter, cast: Cast, room: Incident
) -> None:
    fact = post_fact(room, text="A heron was seen.", by=cast.comms)
    page = ready(enter("lead", path=room.get_absolute_url()))
    article = page.locator("#timeline article", has_text="A heron was seen.").first
    page.keyboard.press("k")
    expect(article).to_be_focused()
    confirm_fact(fact, by=cast.counsel)
    expect(article).to_contain_text("Confirmed")
    expect(article).to_be_focused()


def test_an_open_menu_outlives_the_newer_look_of_its_entry(enter: Enter, cast: Cast, room: Incident) -> None:
    fact = post_fact(room, text="A heron was seen.", by=cast.comms)
    page = ready(enter("lead", path=room.get_absolute_url()))
    article = page.locator("#timeline article", has_text="A heron was seen.").first
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(article.get_by_role("link", name="Confirm")).to_be_focused()
    refute = article.get_by_role("link", name="Refute")
    page.keyboard.press("Tab")
    expect(refute).to_be_focused()
    confirm_fact(fact, by=cast.counsel)
    expect(article).to_contain_text("Confirmed")
    expect(refute).to_be_focused()
    page.keyboard.press("Enter")
    expect(article.get_by_label("Going by what?")).to_be_focused()


def test_the_focus_stays_on_a_desk_that_fetches_itself(enter: Enter, cast: Cast, room: Incident) -> None:
    an_asked_revision(cast, room, title="First answer")
    question = ask_question(room, text="May we say so?", asked_of=Role.LEGAL, by=cast.comms)
    page = ready(enter("counsel", path=room.get_absolute_url()))
    sign = page.get_by_role("link", name="Review and sign")
    page.keyboard.press("n")
    expect(sign).to_be_focused()
    an_asked_revision(cast, room, title="Second answer")
    expect(sign).to_have_count(2)
    expect(sign.first).to_be_focused()

    page.keyboard.press("p")
    expect(page.get_by_role("link", name="Answer", exact=True)).to_be_focused()
    answer_question(question, text="You may.", by=cast.legal)
    expect(page.get_by_role("link", name="Answer", exact=True)).to_have_count(0)
    expect(page.get_by_role("heading", name="Waiting for you")).to_be_focused()  # not the top of the page


def test_whoever_has_left_is_not_called_back(enter: Enter, cast: Cast, room: Incident) -> None:
    question = ask_question(room, text="May we say so?", asked_of=Role.LEGAL, by=cast.comms)
    page = ready(enter("counsel", path=room.get_absolute_url()))
    link = page.get_by_role("link", name="Answer", exact=True)
    link.focus()
    page.locator(".room-title").click()  # beside everything
    answer_question(question, text="You may.", by=cast.legal)
    expect(link).to_have_count(0)
    assert page.evaluate("document.activeElement.matches('body, main')")


def test_a_form_that_comes_back_is_entered_where_it_is_wrong(
    enter: Enter, cast: Cast, room: Incident
) -> None:
    post_fact(room, text="A heron was seen.", by=cast.comms)
    page = ready(enter("lead", path=room.get_absolute_url()))
    for key in ("k", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_role("link", name="Confirm")).to_be_focused()
    page.keyboard.press("Enter")
    field = page.get_by_label("Going by what?")
    expect(field).to_be_focused()
    page.keyboard.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    enter.complaints.clear()  # type: ignore[attr-defined]  # the browser reports every 422 in its console


def test_words_in_a_menu_survive_a_press_beside_it(enter: Enter, cast: Cast, room: Incident) -> None:
    post_fact(room, text="A heron was seen.", by=cast.comms)
    page = ready(enter("lead", path=room.get_absolute_url()))
    for key in ("k", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_role("link", name="Confirm")).to_be_focused()
    page.keyboard.press("Enter")
    field = page.get_by_label("Going by what?")
    expect(field).to_be_focused()
    page.keyboard.type("the photograph")
    page.locator(".room-title").click()
    expect(field).to_have_value("the photograph")
    field.focus()
    page.keyboard.press("Escape")  # that is meant
    expect(field).to_have_count(0)
    expect(page.locator("#timeline article").last.locator(".entry-menu")).to_be_focused()


def test_new_entries_are_said_once_and_politely(enter: Enter, cast: Cast, room: Incident) -> None:
    for n in range(60):
        post_note(room, text=f"Note {n}", by=cast.support)
    page = ready(enter("lead", path=room.get_absolute_url()))
    log = page.locator("story-log")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(log).to_have_role("log")
    expect(log).to_be_empty()  # nothing of what stood there at the start
    page.locator("#composer-text").press_sequentially("a heron")
    page.evaluate("document.getElementById('story').scrollTop = 0")  # older ones come
    expect(page.locator("#timeline")).to_contain_text("Note 0")
    expect(log).to_be_empty()

    fact = post_fact(room, text="A heron was seen.", by=cast.comms)
    expect(log).to_have_text("Fact Corporate communications. Unverified. A heron was seen.")
    confirm_fact(fact, by=cast.counsel)
    expect(log).to_contain_text("Confirmed")
    expect(log.locator("p")).to_have_count(1)  # the newer look of the old entry is no news
    for n in range(8):
        post_note(room, text=f"More {n}", by=cast.support)
    expect(page.locator("#timeline")).to_contain_text("More 7")
    expect(log).to_have_text("8 new entries")
