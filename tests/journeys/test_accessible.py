"""axe on every page, light and dark, at a desk and on a phone: nothing serious."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from incidents.models import Incident
from tests.journeys.tour import half_played, pages

__all__ = ["half_played"]

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize(("theme", "size"), [("light", DESK), ("dark", PHONE)], ids=["desk", "phone"])
def test_axe_finds_nothing_serious(
    enter: Callable[..., Page], half_played: Incident, theme: str, size: dict[str, Any]
) -> None:
    found = []
    open_pages: dict[str, Page] = {}
    for who, path in pages(half_played):
        page = open_pages.get(who) or enter(who, color_scheme=theme, viewport=size)
        open_pages[who] = page
        answer = page.goto(path)
        assert answer and answer.ok and answer.url.endswith(path)
        page.wait_for_load_state("networkidle")
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            found.append(f"{path} scrolls sideways at {size['width']} px")
        found += [
            f"{path} {violation['id']}: {violation['nodes'][0]['html'][:200]}"
            for violation in Axe().run(page, options={"preload": False}).response["violations"]
            if violation["impact"] in ("serious", "critical")
        ]
    assert found == []


def test_the_sign_in_page_is_accessible_too(page: Page, house: str) -> None:
    page.goto(f"{house}/sign-in/")
    violations = Axe().run(page, options={"preload": False}).response["violations"]
    assert [
        violation["id"] for violation in violations if violation["impact"] in ("serious", "critical")
    ] == []
