"""Two hands on a keyboard, and no mouse."""

import re
from collections.abc import Callable

from playwright.sync_api import Browser, Locator, Page, expect

from tests.cast import PASSWORD
from tests.journeys.presses import counted

FARTHEST = 150  # presses of Tab that anybody would put up with, and more


class Hands:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = counted(page)

    def press(self, keys: str) -> None:
        """Keys one after the other, with blanks between them."""
        for key in keys.split():
            self.page.keyboard.press(key)

    def write(self, words: str) -> None:
        self.page.keyboard.type(words)

    def tab_to(self, target: Locator) -> None:
        """Tab forwards until it has the focus. A group of radio buttons is one stop: any of them will do."""
        target.wait_for(state="attached")
        for _ in range(FARTHEST):
            if target.evaluate(
                "(it, at) => it === (at = document.activeElement) || (it.type === 'radio' && it.name === at.name)"
            ):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} cannot be reached by Tab")

    def fill(self, field: Locator, words: str) -> None:
        self.tab_to(field)
        self.write(words)

    def choose(self, radio: Locator) -> None:
        self.tab_to(radio)
        self.press("Space")
        for _ in range(10):
            if radio.is_checked():
                return
            self.press("ArrowRight")
        raise AssertionError(f"{radio} cannot be chosen by arrows")

    def tick(self, box: Locator) -> None:
        self.tab_to(box)
        self.press("Space")
        expect(box).to_be_checked()

    def push(self, button: Locator) -> None:
        self.tab_to(button)
        self.press("Enter")


def sits_down(browser: Browser, house: str, who: str, path: str = "/") -> Hands:
    """Sign in, by keys alone."""
    page = browser.new_context(base_url=house).new_page()
    page.set_default_timeout(10_000)
    page.goto(f"/sign-in/?next={path}")
    hands = Hands(page)
    hands.fill(page.get_by_label("Username"), who)
    hands.fill(page.get_by_label("Password"), PASSWORD)
    hands.press("Enter")
    expect(page).not_to_have_url(re.compile("/sign-in/"))
    return hands


Sit = Callable[..., Hands]
