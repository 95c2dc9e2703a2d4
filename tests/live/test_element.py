"""<live-room> in a real Chromium, over a real socket, under the product's policy."""

import asyncio
import json
import os
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from live import hints
from tests.live.conftest import serving
from tests.live.element_page import Pages, article
from tests.live.fake_feed import FakeFeed
from tests.live.test_hints import restart_on
from warroom.embedded.valkey import Valkey

LEAD = 1
COUNT = """addEventListener('DOMContentLoaded', () => {
  document.body.dataset.told = 0;
  document.body.addEventListener('room-changed', () => document.body.dataset.told++);
})"""

# One Chromium for all of these, so one event loop for all of them.
pytestmark = pytest.mark.asyncio(loop_scope="module")


class Desk:
    """One person's page, and the room behind it."""

    def __init__(self, feed: FakeFeed, pages: Pages, page: Page, address: str) -> None:
        self.feed, self.pages, self.page, self._address = feed, pages, page, address
        self.status = page.locator("[data-live-text]")
        self.entries = page.locator("#timeline article")

    async def open(self, *, shown: int = 0, live: bool = True) -> None:
        """Load the page with the first `shown` entries already on it."""
        self.pages.held = dict.fromkeys(self.feed.rights[LEAD], 0) | {"working": shown}
        self.pages.articles = self.feed.told["working"][:shown]
        await self.page.goto(f"http://{self._address}/")
        if live:
            await expect(self.status).to_have_text("Live")

    def post(
        self, ref: str, second: int, stream: str = "working", words: str = "", touches: str = ""
    ) -> None:
        self.feed.post(stream, article(ref, second, words), touches)
        hints.room_changed(1)

    def post_many(self, count: int) -> None:
        for n in range(1, count + 1):
            self.feed.post("working", article(f"w{n}", n))

    async def top_of(self, selector: str) -> float:
        box = await self.page.locator(selector).bounding_box()
        assert box
        return box["y"]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        yield await playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=["--no-sandbox", "--disable-background-networking"]
        )


@pytest_asyncio.fixture(loop_scope="module")
async def desk(
    chromium: Browser, monkeypatch: pytest.MonkeyPatch, made_up_sessions: None
) -> AsyncIterator[Desk]:
    feed = FakeFeed()
    feed.invite(LEAD, {"briefing", "working"})
    pages = Pages(feed.epoch)
    async with serving(feed, monkeypatch, pages) as address:
        context = await chromium.new_context(viewport={"width": 800, "height": 600})
        host, _, _port = address.partition(":")
        await context.add_cookies([{"name": "sessionid", "value": "session1", "domain": host, "path": "/"}])
        await context.add_init_script(COUNT)
        page = await context.new_page()
        page.set_default_timeout(5_000)
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        yield Desk(feed, pages, page, address)
        await context.close()
    assert [line for line in complaints if "WebSocket" not in line] == []


async def test_entries_arrive_in_their_place(desk: Desk) -> None:
    desk.post_many(2)
    await desk.open(shown=2)
    desk.post("b1", 40, stream="briefing")
    await expect(desk.entries).to_have_count(3)
    desk.post("w3", 20)
    await expect(desk.entries).to_have_count(4)
    ids = [await entry.get_attribute("id") for entry in await desk.entries.all()]
    assert ids == ["entry-w1", "entry-w2", "entry-w3", "entry-b1"]
    await expect(desk.page.locator("#entry-w3")).to_have_class("entry is-new")
    await expect(desk.page.locator("#entry-w3")).to_have_class("entry")
    await expect(desk.page.locator("#live-status b")).to_have_text("!")


async def test_what_was_missed_is_caught_up_and_panels_are_told_once(desk: Desk) -> None:
    desk.post_many(40)
    await desk.open(shown=10)
    await expect(desk.entries).to_have_count(40)
    await expect(desk.page.locator("body")).to_have_attribute("data-told", "1")


async def test_an_earlier_entry_takes_its_newer_look_unless_someone_writes_in_it(desk: Desk) -> None:
    desk.feed.post("working", article("w1", 1, "unverified <input name=note>"))
    await desk.open(shown=1)
    await desk.page.fill("[name=note]", "seen the orig")
    desk.post("w2", 2, touches=article("w1", 1, "confirmed"))
    await expect(desk.entries).to_have_count(2)
    await expect(desk.page.locator("#entry-w1")).to_contain_text("unverified")
    assert await desk.page.input_value("[name=note]") == "seen the orig"
    await desk.page.fill("[name=note]", "")
    await desk.page.click("#live-status")
    await expect(desk.page.locator("#entry-w1")).to_have_text("confirmed")


async def test_who_reads_the_newest_keeps_reading_the_newest(desk: Desk) -> None:
    desk.post_many(20)
    await desk.open(shown=20)
    await desk.page.evaluate("story.scrollTop = story.scrollHeight")
    desk.post("w21", 21)
    await expect(desk.page.locator("#entry-w21")).to_be_in_viewport(ratio=0.9)


async def test_who_reads_further_up_is_not_moved(desk: Desk) -> None:
    desk.post_many(20)
    await desk.open(shown=20)
    await desk.page.evaluate("story.scrollTop = 400")
    before = await desk.top_of("#entry-w9")
    desk.post("b1", 3, stream="briefing")
    desk.post("w21", 21)
    await expect(desk.entries).to_have_count(22)
    assert abs(await desk.top_of("#entry-w9") - before) < 1


@pytest.mark.parametrize("attribute", ["data-filtered", 'data-order="newest-first" data-shape="line"'])
async def test_lists_that_fetch_themselves_are_only_told(desk: Desk, attribute: str) -> None:
    desk.pages.timeline = attribute
    await desk.open()
    desk.post("w1", 1)
    await expect(desk.page.locator("body")).to_have_attribute("data-told", "1")
    await expect(desk.entries).to_have_count(0)
    await expect(desk.status).to_have_text("Live")


async def test_silence_is_not_live_and_the_record_coming_back_is(desk: Desk) -> None:
    await desk.page.clock.install()
    await desk.open(live=False)
    await desk.page.clock.run_for(1_000)
    await expect(desk.status).to_have_text("Live")
    desk.feed.broken = True
    hints.room_changed(1)
    await desk.page.clock.run_for(5_000)
    await expect(desk.status).to_have_text("Not live")
    desk.feed.broken = False
    desk.post("w1", 1)
    await desk.page.clock.run_for(6_000)
    await expect(desk.status).to_have_text("Live")
    await expect(desk.entries).to_have_count(1)


async def test_a_page_without_network_says_so_and_comes_back_complete(desk: Desk) -> None:
    await desk.open()
    await desk.page.context.set_offline(True)
    await expect(desk.status).to_have_text("Not live")
    desk.post_many(20)
    await desk.page.context.set_offline(False)
    await expect(desk.entries).to_have_count(20)
    await expect(desk.status).to_have_text("Live")


async def test_without_hints_a_page_is_live_and_says_how_late(valkey: Valkey, desk: Desk) -> None:
    await desk.open()
    hints.valkey().shutdown(nosave=True)
    await expect(desk.status).to_have_text("Live, late")
    desk.post("w1", 1)
    await expect(desk.entries).to_have_count(1, timeout=2_000)
    await asyncio.to_thread(restart_on, valkey, valkey.port)
    await expect(desk.status).to_have_text("Live", timeout=8_000)


async def test_who_is_here_is_told_to_those_who_work_and_to_no_guest(desk: Desk) -> None:
    """And not by name: the page knows its people."""
    frames: list[str] = []
    desk.page.on(
        "websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(str(frame)))
    )
    await desk.open()
    dots = desk.page.locator("is-here")
    await expect(dots).to_have_text(["here now", "not here"])
    assert '{"type":"presence","here":[{"person":1,"pages":[""]}],"more":false}' in frames
    frames.clear()
    desk.feed.invite(LEAD, {"briefing"})
    desk.pages.held = {"briefing": 0}
    await expect(desk.page.locator("live-room")).to_have_attribute("cursors", json.dumps(desk.pages.held))
    await expect(desk.status).to_have_text("Live")
    await asyncio.sleep(2.2)
    assert {json.loads(frame)["type"] for frame in frames} <= {"reload", "hello", "heartbeat"}
    await expect(dots).to_have_text(["", ""])


@pytest.mark.parametrize(
    ("revoke", "sentence"),
    [("sign_out", "You are signed out."), ("remove", "You are no longer in this room.")],
)
async def test_a_page_that_may_no_longer_be_seen_wipes_itself(desk: Desk, revoke: str, sentence: str) -> None:
    desk.post_many(3)
    await desk.open(shown=3)
    await desk.page.evaluate("history.replaceState(null, '', '/?q=weak+spot')")
    getattr(desk.feed, revoke)(LEAD)
    await expect(desk.page.locator("body")).to_have_text(f"{sentence} Sign in")
    notice = desk.page.get_by_role("main").get_by_role("alert")
    await expect(notice).to_have_text(f"{sentence} Sign in")
    await expect(notice).to_be_focused()
    await expect(desk.page.get_by_role("link", name="Sign in")).to_have_attribute("href", "/sign-in/")
    await expect(desk.page).to_have_title(sentence)
    left = await desk.page.content()
    assert [word for word in ("w1", "weak", "Room", "desk") if word in left] == []
    assert "weak" not in desk.page.url


KEPT = """() => {
  for (const store of [localStorage, sessionStorage]) {
    for (const key of ["draft:1::room-1", "draft:1::statement-new-1", "left-off:1:/ws/rooms/1/"])
      store.setItem(key, "own");
    for (const key of ["draft:1:/ws/rooms/11/:room-11", "draft:1::statement-new-11", "other"])
      store.setItem(key, "another room's");
  }
}"""
LEFT = "[localStorage, sessionStorage].map((store) => Object.keys(store).sort())"


async def test_who_is_removed_leaves_no_words_of_the_room_on_the_device(desk: Desk) -> None:
    await desk.open()
    await desk.page.fill("[name=draft]", "We regret")
    await desk.page.evaluate(KEPT)
    assert "We regret" in await desk.page.evaluate("JSON.stringify(localStorage)")
    desk.feed.remove(LEAD)
    await expect(desk.page.get_by_role("alert")).to_be_visible()
    others = ["draft:1:/ws/rooms/11/:room-11", "draft:1::statement-new-11", "other"]
    assert await desk.page.evaluate(LEFT) == [others, others]


async def test_who_is_signed_out_finds_the_draft_again_and_nothing_privileged_was_kept(desk: Desk) -> None:
    await desk.open()
    await desk.page.fill("[name=draft]", "We regret")
    await desk.page.fill("[name=kept]", "Our weak spot")
    desk.feed.sign_out(LEAD)
    await expect(desk.page.get_by_role("alert")).to_be_visible()
    kept = await desk.page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    assert "We regret" in kept
    assert "weak" not in kept


async def test_changed_rights_load_the_page_afresh_and_keep_what_is_typed(desk: Desk) -> None:
    await desk.open()
    await desk.page.fill("[name=text]", "half a sen")
    await desk.page.fill("[name=advice]", "privileged")
    desk.feed.invite(LEAD)
    desk.pages.held = {"briefing": 0, "working": 0, "privileged": 0}
    await expect(desk.page.locator("live-room")).to_have_attribute("cursors", json.dumps(desk.pages.held))
    await expect(desk.status).to_have_text("Live")
    assert await desk.page.input_value("[name=text]") == "half a sen"
    assert await desk.page.input_value("[name=advice]") == ""
    assert await desk.page.evaluate("sessionStorage.length") == 0


async def test_a_page_that_may_show_too_much_is_blank_until_it_is_loaded_afresh(desk: Desk) -> None:
    desk.post_many(3)
    await desk.open(shown=3)
    await desk.page.fill("[name=text]", "half a sen")
    await expect(desk.entries).to_have_count(3)
    await desk.page.route("**/pass/**", lambda route: route.abort())  # the site is out of reach meanwhile
    await desk.page.evaluate(
        "document.querySelector('live-room').pass.isServed = async () => window.served === true"
    )
    desk.feed.invite(LEAD, {"briefing"})
    await expect(desk.page.get_by_text("What you may see has changed.")).to_be_visible()
    await expect(desk.entries).to_have_count(0)
    desk.pages.held, desk.pages.articles = {"briefing": 0}, []
    await desk.page.evaluate("window.served = true")
    await expect(desk.status).to_have_text("Live", timeout=8000)
    assert await desk.page.input_value("[name=text]") == "half a sen"


async def test_a_gap_is_not_taken_but_asked_for_again(desk: Desk) -> None:
    desk.post_many(2)
    await desk.open(shown=2)
    frame = {
        "type": "entries",
        "stream": "working",
        "epoch": desk.feed.epoch,
        "entries": [{"n": 4, "html": article("w4", 4), "touched": []}],
    }
    await desk.page.evaluate("frame => document.querySelector('live-room').hear(frame)", frame)
    await expect(desk.entries).to_have_count(2)
    desk.post("w3", 3)
    desk.post("w4", 4)
    await expect(desk.entries).to_have_count(4)
    await expect(desk.status).to_have_text("Live")


async def test_nothing_privileged_is_stored_for_the_time_of_a_reload(desk: Desk) -> None:
    """Whether the form, what stands around it, or the chosen audience says so."""
    await desk.open()
    await desk.page.fill("[name=text]", "half a sen")
    for name in ("advice", "inside", "outside", "source", "kept"):
        await desk.page.fill(f"[name={name}]", "our weak spot")
    await desk.page.select_option("[name=stream]", "privileged")
    await desk.page.evaluate("import('/static/js/typed.js').then(({ keepTyped }) => keepTyped())")
    stored = await desk.page.evaluate("JSON.stringify(sessionStorage)")
    assert "half a sen" in stored
    assert "weak" not in stored
    assert "privileged" not in stored
    await desk.page.select_option("[name=stream]", "working")
    await desk.page.evaluate("import('/static/js/typed.js').then(({ keepTyped }) => keepTyped())")
    assert "weak" in await desk.page.evaluate("JSON.stringify(sessionStorage)")
