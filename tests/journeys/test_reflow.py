"""Narrow windows and great letters (WCAG 1.4.10, 1.4.4), and colours that somebody else chooses."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from incidents.models import Incident
from tests.journeys.tour import half_played, pages

__all__ = ["half_played"]

Enter = Callable[..., Page]
WINDOWS = {
    "320 px": {"viewport": {"width": 320, "height": 640}},
    "400 percent": {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4},
    "200 percent": {"viewport": {"width": 720, "height": 450}, "device_scale_factor": 2},
}

# What may be wider than the window: rows of tabs, chips and steps, which scroll along themselves, and tables in a
# frame. What is cut off with an ellipsis can be read where it leads to.
SIDEWAYS = """() => {
  const allowed = ".tabs, .composer-types, .steps, .scroll-x, .unseen";
  const isCut = (it) => {
    for (let box = it.parentElement; box !== document.body; box = box.parentElement)
      if (getComputedStyle(box).textOverflow === "ellipsis") return true;
    return false;
  };
  const wide = [...document.querySelectorAll("body *")].filter((it) => {
    if (!it.checkVisibility() || it.closest(allowed) || it.closest("svg") || isCut(it)) return false;
    const scrolls = /auto|scroll/.test(getComputedStyle(it).overflowX) && it.scrollWidth > it.clientWidth + 1;
    const box = it.getBoundingClientRect();
    return scrolls || (box.width > 1 && (box.right > innerWidth + 1 || box.left < -1));
  });
  const page = document.documentElement.scrollWidth > innerWidth ? ["the page"] : [];
  return [...page, ...wide.map((it) => it.outerHTML.slice(0, 140))];
}"""


@pytest.mark.parametrize("window", WINDOWS)
def test_no_page_scrolls_sideways(enter: Enter, half_played: Incident, window: str) -> None:
    found: dict[str, list[str]] = {}
    open_pages: dict[str, Page] = {}
    for who, path in pages(half_played):
        page = open_pages.get(who) or enter(who, **WINDOWS[window])
        open_pages[who] = page
        page.goto(path)
        page.wait_for_load_state("networkidle")
        panes = page.locator(".panes [role=tab]:visible").count()
        for pane in range(max(panes, 1)):
            if panes:
                page.locator(".panes [role=tab]").nth(pane).click()
            if wide := page.evaluate(SIDEWAYS):
                found[f"{path} {pane}"] = wide[:5]
    assert found == {}


# In forced colours backgrounds go, and shadows: what told two things apart by them alone is told apart no more.
MARKS = """() => {
  const seen = (it) => it.checkVisibility({ checkOpacity: true });
  const bordered = (style) => ["Top", "Right", "Bottom", "Left"].every((side) =>
    style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) > 0);
  const wrong = [];
  for (const it of document.querySelectorAll(".button, .state, .pip, .severity, .strand, .chip span, textarea,"
    + "input:not([type=hidden], [type=checkbox], [type=radio], [type=file]), select")) {
    if (!seen(it) || it.closest(".audience")) continue;
    const style = getComputedStyle(it);
    const isLine = it.matches("textarea") && style.borderBottomStyle !== "none";
    if (!bordered(style) && !isLine) wrong.push(`has no edge: ${it.outerHTML.slice(0, 120)}`);
  }
  const TOLD = ["backgroundColor", "borderBottomColor", "borderBottomWidth", "borderStyle", "fontWeight"];
  const all = (selector) => [...document.querySelectorAll(selector)].filter(seen);
  const differs = (what, chosen, others) => {
    const [one, other] = [all(chosen)[0], all(others)[0]].map((it) => it && getComputedStyle(it));
    if (one && other && TOLD.every((name) => one[name] === other[name])) wrong.push(`${what} looks like the others`);
  };
  const CHOSEN = ".tab:is([aria-current], [aria-selected=true])";
  differs("the chosen tab", CHOSEN, ".tab:not([aria-current], [aria-selected=true])");
  differs("the chosen chip", ".chip input:checked + span", ".chip input:not(:checked) + span");
  differs("a signed slot", ".slot--signed", ".slot:not(.slot--signed)");
  differs("a signed pip", ".pip--signed", ".pip:not(.pip--signed)");
  for (const it of all(".state")) if (!it.textContent.trim()) wrong.push("a state without a word");
  for (const it of all("svg.icon")) {
    const { stroke } = getComputedStyle(it);
    const grounds = [...ancestors(it)].map((box) => getComputedStyle(box).backgroundColor);
    const ground = grounds.find((colour) => colour !== "rgba(0, 0, 0, 0)");
    if (stroke === ground) wrong.push(`cannot be seen: ${it.parentElement.outerHTML.slice(0, 120)}`);
  }
  for (const it of all("ins, del"))
    if (getComputedStyle(it).textDecorationLine === "none") wrong.push("a change unmarked");
  for (const it of all(".entry--privileged .entry-body"))
    if (getComputedStyle(it).borderStyle !== "double") wrong.push("privileged without its double rule");
  return [...new Set(wrong)];
  function* ancestors(it) { for (let box = it; box; box = box.parentElement) yield box; }
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everything_is_told_apart_in_forced_colours(enter: Enter, half_played: Incident, theme: str) -> None:
    found: dict[str, list[str]] = {}
    open_pages: dict[str, Page] = {}
    for who, path in pages(half_played):
        page = open_pages.get(who) or enter(who, forced_colors="active", color_scheme=theme)
        open_pages[who] = page
        page.goto(path)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")
        if wrong := page.evaluate(MARKS):
            found[path] = wrong[:6]
    assert found == {}


def test_nothing_moves_for_those_who_asked_for_that(enter: Enter, half_played: Incident) -> None:
    page = enter("lead", path=half_played.get_absolute_url(), reduced_motion="reduce")
    page.wait_for_load_state("networkidle")
    page.locator("#timeline article").last.evaluate("it => it.classList.add('is-new')")
    assert page.evaluate("document.getAnimations().length") == 0
