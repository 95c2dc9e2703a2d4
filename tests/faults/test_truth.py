"""In a real Chromium: the page says within five seconds that it is not live, and afterwards lacks nothing."""

import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import time

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.faults.checks import COMPLETE_SECONDS
from tests.faults.house import House
from tests.faults.patience import PATIENCE
from tests.faults.proxy import Road
from tests.faults.scene import SLACK, Scene, playing

pytestmark = pytest.mark.asyncio(loop_scope="session")

GENEROUS = PATIENCE * 1000  # to get there at all; whether it was soon is asked afterwards
SOON = COMPLETE_SECONDS + SLACK
LIVE, LATE, NOT_LIVE = "Live, up to date", "Live, up to 2 seconds late", "Not live, trying again"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=["--no-sandbox", "--disable-background-networking"]
        )
        yield browser
        await browser.close()


class Desk:
    """Counsel's own screen, on a road of its own."""

    def __init__(self, scene: Scene, page: Page, road: Road) -> None:
        self.scene, self.page, self.road = scene, page, road
        self.status = page.locator("#live-status [data-live-text]")

    async def says(self, words: str) -> None:
        began = time()
        await expect(self.status).to_have_text(words, timeout=GENEROUS)
        assert self.scene.took(began, time()) < SOON

    async def is_complete(self) -> None:
        """It says so, and shows every entry there is, each once."""
        heads, began = await self.scene.heads(), time()
        wanted = sorted(f"entry-{stream[0]}{n}" for stream, head in heads.items() for n in range(1, head + 1))
        shown = "[...document.querySelectorAll('#timeline article')].map(each => each.id).sort()"
        await self.page.wait_for_function(
            f"ids => {shown}.join() === ids", arg=",".join(wanted), timeout=GENEROUS
        )
        assert self.scene.took(began, time()) < SOON
        await self.says(LIVE)


@asynccontextmanager
async def at_the_desk(house: House, chromium: Browser) -> AsyncIterator[Desk]:
    road = house.road_to_web()
    async with playing(house, watching=["counsel", "guest"], rate=0) as scene:
        context = await chromium.new_context(base_url=f"http://{road.address}")
        try:
            key = house.session("counsel")
            await context.add_cookies([{"name": "sessionid", "value": key, "url": f"http://{road.address}"}])
            page = await context.new_page()
            page.set_default_timeout(GENEROUS)
            await page.clock.install()
            await page.goto(f"/rooms/{scene.room}/")
            desk = Desk(scene, page, road)
            await desk.says(LIVE)
            yield desk
        finally:
            await context.close()


async def test_valkey_stops(house: House, chromium: Browser) -> None:
    async with at_the_desk(house, chromium) as desk:
        assert house.valkey.child
        house.send(house.valkey.child.pid, signal.SIGSTOP)
        try:
            await desk.scene.say("lead")
            await desk.says(LATE)
            await desk.scene.say("lead", "privileged")
        finally:
            house.send(house.valkey.child.pid, signal.SIGCONT)
        await desk.is_complete()


async def test_the_web_stops_for_six_seconds(house: House, chromium: Browser) -> None:
    async with at_the_desk(house, chromium) as desk:
        [web] = house.web_pids()
        house.send(web, signal.SIGSTOP)
        try:
            await desk.says(NOT_LIVE)
            await desk.page.wait_for_timeout(1000)
        finally:
            house.send(web, signal.SIGCONT)
        await desk.scene.say("lead")
        await desk.is_complete()


async def test_its_network_is_cut(house: House, chromium: Browser) -> None:
    async with at_the_desk(house, chromium) as desk:
        desk.road.cut()
        await desk.scene.say("lead")
        await desk.says(NOT_LIVE)
        await desk.scene.say("lead", "privileged")
        desk.road.heal()
        await desk.is_complete()


async def test_its_laptop_sleeps_for_ten_minutes(house: House, chromium: Browser) -> None:
    """By its clock; and nothing that was sent meanwhile ever arrives."""
    async with at_the_desk(house, chromium) as desk:
        desk.road.block()
        for stream in ("working", "briefing", "privileged") * 3:
            await desk.scene.say("lead", stream)
        await desk.page.clock.fast_forward("10:00")
        await desk.says(NOT_LIVE)
        desk.road.heal(forget=True)
        await desk.is_complete()
