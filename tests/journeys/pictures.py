"""Pictures of every page and state, and contact sheets of them: `bin/pictures` (see there)."""

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page

from accounts.models import User
from incidents.actions.rooms import open_room
from incidents.models import Incident, Kind, Severity
from tests.cast import Cast
from tests.journeys.pages import VIEWS, View
from tests.journeys.tour import half_played  # noqa: F401  a fixture

FOLDER = Path(os.environ.get("PICTURES", "test-results/pictures"))
SIZES = {"desk": (1440, 900), "tablet": (820, 1180), "phone": (390, 844)}
SCHEMES = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
}
LOCALES = {"en": "en-US", "ko": "ko-KR"}
SHEET = 1920  # px, the width of a contact sheet


@pytest.fixture
def empty(cast: Cast) -> Incident:
    return open_room(title="Nothing yet", severity=Severity.SEV3, kind=Kind.MISINFORMATION, by=cast.lead)


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", SIZES)
def test_take_pictures(
    enter: Callable[..., Page],
    half_played: Incident,  # noqa: F811
    empty: Incident,
    size: str,
    scheme: str,
    language: str,
) -> None:
    User.objects.update(language=language)
    width, height = SIZES[size]
    options = {"viewport": {"width": width, "height": height}, "locale": LOCALES[language], **SCHEMES[scheme]}
    people: dict[str, Page] = {}
    taken: list[tuple[str, Image.Image]] = []
    for view in VIEWS:
        page = look(enter, people, view, half_played, empty, **options)
        shot = page.screenshot(animations="disabled", caret="hide")
        taken.append((view.name, Image.open(io.BytesIO(shot)).convert("RGB")))
        page.context.set_offline(False)
    enter.complaints.clear()  # type: ignore[attr-defined]  some views are refused or cut off on purpose
    name = f"{size}-{scheme}-{language}"
    (FOLDER / name).mkdir(parents=True, exist_ok=True)
    for view_name, image in taken:
        image.save(FOLDER / name / f"{view_name}.webp", quality=80)
    contact_sheet(taken).save(FOLDER / f"{name}.webp", quality=55, method=6)


def contact_sheet(taken: list[tuple[str, Image.Image]]) -> Image.Image:
    """All of them beside each other, each with its name under it."""
    columns = 4 if taken[0][1].width > taken[0][1].height else 8
    wide = SHEET // columns - 8
    tall = wide * taken[0][1].height // taken[0][1].width
    rows = -(-len(taken) // columns)
    sheet = Image.new("RGB", (SHEET, rows * (tall + 28)), "white")
    draw = ImageDraw.Draw(sheet)
    for i, (name, image) in enumerate(taken):
        x, y = i % columns * (wide + 8) + 4, i // columns * (tall + 28) + 4
        sheet.paste(image.resize((wide, tall), Image.Resampling.LANCZOS), (x, y))
        draw.text((x, y + tall + 4), name, fill="black")
    return sheet


def look(
    enter: Callable[..., Page],
    people: dict[str, Page],
    view: View,
    room: Incident,
    empty: Incident,
    **options: Any,
) -> Page:
    """The page of `view`, in the state it is about. Everybody keeps one browser; `people` remembers them."""
    page = people.get(view.who) or enter(view.who, **options)
    people[view.who] = page
    answer = page.goto(view.at(room, empty))
    assert answer
    assert answer.status == view.status, view.name
    page.wait_for_load_state("networkidle")
    if view.deed:
        view.deed(page)
        page.wait_for_timeout(200)
    return page
