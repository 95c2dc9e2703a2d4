"""The style guide looks as it did when somebody last looked at it.

Its pictures lie in `tests/journeys/styleguide/`. Where a change is meant, look at the new ones and keep them:

    RENEW_PICTURES=1 bin/test tests/journeys/test_styleguide.py -q

Compared is the average colour of squares of 16 pixels, so that another Chromium may smooth its letters otherwise;
a colour, a size or a gap that has changed shows in many squares at once.
"""

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page

KEPT = Path(__file__).parent / "styleguide"
SQUARE = 16  # px
SAME = 14  # of 255, in any of the three colours
MOST = 0.002  # of all squares may differ by more

THEMES = pytest.mark.parametrize("theme", ["light", "dark"])


@pytest.fixture
def guide(browser: Browser, house: str, transactional_db: None) -> Iterator[Callable[[str], Page]]:
    context = browser.new_context(base_url=house, viewport={"width": 1024, "height": 800}, timezone_id="UTC")

    def open_guide(theme: str) -> Page:
        page = context.new_page()
        page.clock.set_fixed_time("2026-03-09T16:05:00Z")
        path = f"/styleguide/?theme={theme}"
        page.goto(path, wait_until="networkidle")
        page.wait_for_selector("html[data-guide=ready]")
        page.evaluate("document.fonts.ready")
        loaded = page.evaluate(
            "[...document.fonts].filter((face) => face.status === 'loaded').map((face) => face.family)"
        )
        assert {"Room Sans", "Public Serif"} <= {family.strip('"') for family in loaded}
        return page

    yield open_guide
    context.close()


def picture(page: Page) -> Image.Image:
    shot = page.locator("main").screenshot(animations="disabled", caret="hide")
    return Image.open(io.BytesIO(shot)).convert("RGB")


def differing(one: Image.Image, other: Image.Image) -> float:
    """The share of squares that differ, 0 to 1; 1 where the pictures are not even of one size."""
    if one.size != other.size:
        return 1.0
    bands = ImageChops.difference(one.reduce(SQUARE), other.reduce(SQUARE)).split()
    worst = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    return sum(worst.histogram()[SAME + 1 :]) / (worst.width * worst.height)


@THEMES
def test_it_looks_as_it_did(guide: Callable[[str], Page], theme: str) -> None:
    seen, kept = picture(guide(theme)), KEPT / f"{theme}.webp"
    if os.environ.get("RENEW_PICTURES"):
        KEPT.mkdir(exist_ok=True)
        seen.save(kept, lossless=True, method=6)
    share = differing(seen, Image.open(kept).convert("RGB"))
    assert share <= MOST, (
        f"{share:.2%} of the style guide looks different; is it meant? (see this file's first lines)"
    )


@THEMES
@pytest.mark.parametrize(
    ("token", "value"),
    [
        ("--signal", "#0d7a5f"),
        ("--hair", "#ff00ff"),
        ("--space-3", "1rem"),
        ("--slug", "0.875rem/1.125rem sans-serif"),
    ],
)
def test_a_changed_token_shows(guide: Callable[[str], Page], theme: str, token: str, value: str) -> None:
    page = guide(theme)
    before = picture(page)
    assert differing(before, picture(page)) == 0
    page.evaluate(
        "([token, value]) => document.documentElement.style.setProperty(token, value)", [token, value]
    )
    assert differing(before, picture(page)) > MOST
