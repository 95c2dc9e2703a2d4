"""axe on every page and state that matters, light and dark, at a desk and on a phone: nothing at all."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from playwright.sync_api import Page

from exercises import casting
from exercises.replay import play
from exercises.shelf import find_pack
from incidents.actions.rooms import open_room
from incidents.models import Incident, Kind, Severity
from tests.cast import Cast
from tests.journeys.pages import VIEWS, View

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def half_played(cast: Cast) -> Incident:
    pack = find_pack("ranger-station-fire")
    with transaction.atomic():
        room = play(pack, people=casting.cast(pack), until="halfway")
    assert room is not None
    return room


@pytest.fixture
def empty(cast: Cast) -> Incident:
    return open_room(title="Nothing yet", severity=Severity.SEV3, kind=Kind.MISINFORMATION, by=cast.lead)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(
    enter: Callable[..., Page],
    half_played: Incident,
    empty: Incident,
    theme: str,
    size: dict[str, Any],
    house: str,
) -> None:
    found = []
    people: dict[str, Page] = {}
    for view in VIEWS:
        page = look(enter, people, view, half_played, empty, color_scheme=theme, viewport=size)
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            found.append(f"{view.name} scrolls sideways at {size['width']} px")
        found += [
            f"{view.name} {violation['id']}: {node['html'][:200]}"
            for violation in Axe().run(page, options={"preload": False}).response["violations"]
            for node in violation["nodes"][:3]
        ]
        page.context.set_offline(False)
    assert not found, "\n".join(found)
    complaints: list[str] = enter.complaints  # type: ignore[attr-defined]
    # What was refused or cut off here on purpose, the browser notes as an error.
    complaints[:] = [
        line for line in complaints if not re.search("ERR_INTERNET_DISCONNECTED|status of (404|422)", line)
    ]


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
