"""axe on every page, light and dark, at a desk and on a phone: nothing serious."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from playwright.sync_api import Page

from approvals.models import Statement
from exercises import casting
from exercises.replay import play
from exercises.shelf import find_pack
from incidents.models import Incident
from tests.cast import Cast

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def half_played(cast: Cast) -> Incident:
    pack = find_pack("ranger-station-fire")
    with transaction.atomic():
        room = play(pack, people=casting.cast(pack), until="halfway")
    assert room is not None
    return room


def pages(room: Incident) -> list[tuple[str, str]]:
    """Who looks at what."""
    statement = Statement.objects.get(incident=room, title__startswith="Official statement")
    here, paper = f"/rooms/{room.pk}", f"/statements/{statement.pk}"
    return [
        ("lead", "/"),
        ("lead", "/packs/"),
        ("lead", "/jobs/"),
        ("lead", f"{here}/"),
        ("lead", f"{here}/?type=fact"),
        ("lead", f"{here}/participants/"),
        ("lead", f"{here}/strands/"),
        ("lead", f"{here}/changes/"),
        ("lead", f"{here}/closure/"),
        ("lead", f"{here}/exports/"),
        ("lead", f"{here}/statements/new/"),
        ("lead", f"{paper}/edit/"),
        ("counsel", f"{here}/"),
        ("counsel", f"{paper}/"),
        ("executive", f"{here}/executive/"),
        ("executive", f"{here}/executive/?wall=1"),
        ("executive", f"{here}/figures/"),
        ("executive", f"{here}/entries/w12/"),
    ]


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
