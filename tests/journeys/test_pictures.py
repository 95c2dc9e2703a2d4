"""Pictures keep up with the room, for those who may know, and leave their readers alone."""

from collections.abc import Callable

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from incidents.actions.signals import post_signal
from incidents.models import Incident, Stream
from tests.cast import Cast, a_room

BARS = "#heard .plot-bars rect"


@pytest.fixture
def room(cast: Cast) -> Incident:
    with transaction.atomic():
        return a_room(cast)


def heard(cast: Cast, room: Incident, **fields: object) -> None:
    with transaction.atomic():
        post_signal(room, text="Seen", source="Forum", by=cast.counsel, **fields)


@pytest.mark.parametrize("path", ["executive/", "figures/"])
def test_a_signal_changes_the_picture_on_an_open_page_and_the_reader_keeps_the_table_open(
    enter: Callable[..., Page], cast: Cast, room: Incident, path: str
) -> None:
    page = enter("executive", path=f"/rooms/{room.pk}/{path}")
    expect(page.get_by_text("Live, up to date")).to_be_visible()
    expect(page.locator("#heard")).to_contain_text("No signal yet.")
    page.evaluate("window.neverReloaded = true")

    heard(cast, room)
    expect(page.locator(BARS)).to_have_count(1)
    page.locator("#heard summary").click()
    numbers = page.locator("#heard table")
    expect(numbers).to_be_visible()

    heard(cast, room, volume=916)
    expect(page.locator("#heard figcaption")).to_contain_text("2 signals")
    expect(page.locator("#heard figcaption")).to_contain_text("917 posts")
    expect(numbers).to_be_visible()
    assert page.evaluate("window.neverReloaded") is True


def test_a_privileged_signal_moves_nothing_on_a_screen_that_others_see(
    enter: Callable[..., Page], cast: Cast, room: Incident
) -> None:
    heard(cast, room)
    pages = {who: enter(who, path=f"/rooms/{room.pk}/executive/") for who in ("executive", "counsel")}
    for page in pages.values():
        expect(page.locator(BARS)).to_have_count(1)
    heard(cast, room, stream=Stream.PRIVILEGED)
    heard(cast, room, stream=Stream.BRIEFING)  # told after it, so that both have arrived once this has
    for page in pages.values():
        expect(page.locator("#heard figcaption")).to_contain_text("2 signals")
        expect(page.locator("#heard tbody")).to_contain_text("2")


def test_times_on_a_picture_are_the_readers_own(
    enter: Callable[..., Page], cast: Cast, room: Incident
) -> None:
    """An axis of a picture that says UTC to one and not to the other would be read wrongly by both."""
    heard(cast, room)
    starts = []
    for zone in ("Asia/Seoul", "America/New_York"):
        page = enter("executive", path=f"/rooms/{room.pk}/figures/", timezone_id=zone)
        first = page.locator("#heard .plot-first time")
        moment = first.get_attribute("datetime")
        clock = page.evaluate(
            "at => new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })", moment
        )
        expect(first).to_contain_text(clock)
        starts.append(clock)
    assert starts[0] != starts[1]
