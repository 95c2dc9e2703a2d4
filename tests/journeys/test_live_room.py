"""<live-room> with a network and a clock that are made up: what it says, when it asks, what it shows at the door."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

STATIC = Path(__file__).resolve().parents[2] / "static"
NOON = datetime.fromisoformat("2026-11-23T12:00:00+00:00")
EPOCH = "5f2c"
WITHIN = 4_300  # ms between two attempts: what is left of 5 s is for the handshake and the entries

SOCKETS = """
window.sockets = [];
window.network = "hung";  // hung: nobody answers; refused; open: somebody is there, and silent; busy; live
window.WebSocket = class {
  constructor(url, offer) {
    Object.assign(this, { offer, began: Date.now(), isClosed: false });
    sockets.push(this);
    this.answer = setTimeout(() => this[network](), 10);
  }
  hung() {}
  refused() { this.end(1006); }
  open() { this.onopen?.({}); }
  enter() {
    this.open();
    this.say({ type: "hello", protocol: 1, epoch: "5f2c", heads: {} });
  }
  busy() {
    this.enter();
    this.end(1013);
  }
  live() {
    this.enter();
    this.beats = setInterval(() => this.beat(), 2000);
    this.beat();
  }
  beat(more) { this.say({ type: "heartbeat", epoch: "5f2c", heads: {}, hints: true, ...more }); }
  say(frame) { this.onmessage?.({ data: JSON.stringify(frame) }); }
  end(code) { this.close(); this.onclose?.({ code }); }
  close() { this.isClosed = true; clearTimeout(this.answer); clearInterval(this.beats); }
};
"""

HTML = """<!doctype html><html lang="en"><link rel="icon" href="data:,">
<script type="module" src="/static/js/elements/live-room.js"></script><body><p id="live-status"></p>
<main id="room"></main><form action="/statements/"><textarea name="text"></textarea></form>
<live-room socket-url="/ws/rooms/1/" epoch="5f2c" cursors="{{}}" pass="{token}" pass-url="/rooms/1/pass/"
  data-text-live="Live" data-text-late="Live, late" data-text-catching-up="Catching up"
  data-text-not-live="Not live"></live-room></body></html>"""


class Room:
    """One page, its sockets, and the site behind it. Time passes only in `wait`."""

    def __init__(self, page: Page) -> None:
        self.page, self.status = page, page.locator("#live-status")
        self.token, self.served, self.answer = "first", True, "pass-{}"
        self.asked: list[str] = []

    def open(self, network: str) -> "Room":
        self.page.add_init_script(SOCKETS)
        self.page.route("http://room.test/**", self._answer)
        self.page.clock.install(time=NOON)
        self.page.goto("http://room.test/")
        self.page.clock.pause_at(NOON + timedelta(minutes=1))
        self.page.wait_for_function("sockets.length")
        self.become(network)
        self.page.evaluate(
            "document.querySelector('live-room').connect(); sockets.splice(0, sockets.length - 1)"
        )
        self.wait(300)
        return self

    def _answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            route.fulfill(path=STATIC / path.removeprefix("/static/"), content_type="text/javascript")
        elif not self.served:
            route.fulfill(status=503)
        elif path == "/":
            route.fulfill(body=HTML.format(token=self.token), content_type="text/html")
        else:
            query = urlsplit(route.request.url).query
            self.asked.append(parse_qs(query, keep_blank_values=True)["page"][0])
            route.fulfill(body=self.answer.format(len(self.asked)), content_type="text/plain")

    def wait(self, ms: int) -> None:
        self.page.clock.run_for(ms)

    def wait_minutes(self, minutes: float) -> None:
        """In steps, so that what was fetched can arrive in between."""
        for _ in range(int(minutes * 12)):
            self.wait(5_000)

    def become(self, network: str) -> None:
        self.page.evaluate("network => { window.network = network }", network)

    def fall_silent(self) -> None:
        """The line is cut where nobody notices: not a word more, and no close either."""
        self.page.evaluate("clearInterval(sockets.at(-1).beats)")
        self.become("hung")

    def do(self, what: str, *args: Any) -> None:
        self.page.evaluate(f"args => sockets.at(-1).{what}(...args)", list(args))

    def fire(self, event: str, on: str = "window") -> None:
        self.page.evaluate(f"{on}.dispatchEvent(new Event('{event}'))")

    def hide(self, hidden: bool) -> None:
        self.page.evaluate(
            "hidden => Object.defineProperty(document, 'hidden', { value: hidden, configurable: true })",
            hidden,
        )
        self.fire("visibilitychange", on="document")

    @property
    def attempts(self) -> int:
        return int(self.page.evaluate("sockets.length"))

    @property
    def gaps(self) -> list[int]:
        """Milliseconds from the beginning of one attempt to the beginning of the next."""
        return [
            later - earlier for earlier, later in pairwise(self.page.evaluate("sockets.map(s => s.began)"))
        ]

    @property
    def offer(self) -> list[str]:
        return list(self.page.evaluate("sockets.at(-1).offer"))

    @property
    def words(self) -> str:
        return self.status.text_content() or ""


@pytest.fixture
def room(page: Page) -> Iterator[Room]:
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_default_timeout(5_000)
    yield Room(page)
    assert complaints == []


def test_a_room_that_is_only_polled_is_live_and_says_how_late(room: Room) -> None:
    room.open("live")
    assert room.words == "Live"
    room.do("beat", {"hints": False})
    assert room.words == "Live, late"
    assert room.page.locator("live-room[data-live=live][data-late]").count() == 1
    room.do("beat", {"hints": True})
    assert room.words == "Live"
    assert room.page.locator("live-room[data-live=live]:not([data-late])").count() == 1
    room.do("beat", {"hints": False})
    room.do("end", 1012)
    assert room.words == "Not live"
    assert room.page.locator("live-room[data-late]").count() == 0


def test_silence_is_said_in_time_although_a_heartbeat_is_itself_a_little_old(room: Room) -> None:
    room.open("live")
    room.do("beat")
    room.fall_silent()
    room.wait(3_000)
    assert room.words == "Live"
    room.wait(500)
    assert room.words == "Not live"


def test_after_one_missed_beat_the_page_is_live_again_without_coming_anew(room: Room) -> None:
    room.open("live")
    room.do("beat")
    room.do("say", {"type": "presence", "here": []})
    room.fall_silent()
    room.wait(4_000)
    assert room.words == "Not live"
    room.do("beat")
    assert room.words == "Live"
    assert room.attempts == 1
    assert room.page.evaluate("import('/static/js/presence.js').then(room => room.isKnown())")
    room.wait(5_000)
    assert room.attempts > 1
    assert not room.page.evaluate("import('/static/js/presence.js').then(room => room.isKnown())")


def test_news_of_people_are_no_sign_of_life(room: Room) -> None:
    """They come from the others, not from the record."""
    room.open("live")
    room.do("beat")
    room.fall_silent()
    for _ in range(5):
        room.do("say", {"type": "presence", "here": []})
        room.wait(1_000)
    assert room.words == "Not live"


def test_a_new_network_does_not_make_a_silent_page_live(room: Room) -> None:
    room.open("live")
    room.do("beat")
    room.fall_silent()
    room.wait(3_000)
    attempts = room.attempts
    room.fire("online")
    room.wait(500)
    assert room.words == "Not live"
    assert room.attempts > attempts


def test_a_new_network_is_used_at_once_and_nobody_sees_it(room: Room) -> None:
    room.open("live")
    room.fire("online")
    assert room.attempts == 1
    room.wait(300)
    assert room.attempts == 2
    assert room.page.evaluate("sockets[0].isClosed")
    assert room.words == "Live"


@pytest.mark.parametrize("network", ["hung", "refused"])
def test_wherever_attempts_end_the_next_begins_in_time(room: Room, network: str) -> None:
    room.open(network)
    for _ in range(30):
        room.wait(2_000)
    assert room.words == "Not live"
    assert max(room.gaps) <= WITHIN
    assert len(room.gaps) >= 13
    assert len(set(room.gaps[-10:])) > 5  # and at random, or a thousand pages come at once


def test_who_is_there_but_silent_has_time_to_look_for_the_record(room: Room) -> None:
    room.open("open")
    room.wait(3_700)
    assert room.attempts == 1
    room.wait(1_300)
    assert room.attempts == 2
    room.wait(20_000)
    assert max(room.gaps) <= 5_100


def test_after_every_kind_of_cut_the_page_is_live_within_five_seconds(room: Room) -> None:
    room.open("live")
    for network in "hung", "refused", "open":
        for outage in 1_000, 7_300, 31_700:
            room.fall_silent()
            room.become(network)
            room.wait(outage)
            room.become("live")
            room.wait(5_100)
            assert room.words == "Live", (network, outage)


def test_who_is_let_in_and_thrown_out_comes_back_ever_slower(room: Room) -> None:
    room.open("hung")
    room.page.evaluate("Math.random = () => 1")
    room.become("busy")
    room.wait(30_000)
    gaps = room.gaps[1:]
    assert gaps[:4] == sorted(gaps[:4])
    assert gaps[3] > 3 * gaps[0]
    assert max(gaps) <= WITHIN


def test_one_heartbeat_and_the_next_pause_is_short_again(room: Room) -> None:
    room.open("refused")
    room.wait(30_000)
    room.become("live")
    room.wait(4_300)
    assert room.words == "Live"
    room.do("end", 1012)
    assert room.words == "Not live"
    room.wait(270)
    assert room.words == "Live"


def test_two_goodbyes_of_one_socket_are_one(room: Room) -> None:
    room.open("live")
    room.do("end", 1012)
    room.do("end", 4401)
    room.wait(300)
    assert room.attempts == 2
    room.page.evaluate("sockets[0].say({ type: 'reload' }); sockets[0].end(4401)")
    assert room.words == "Live"


def test_a_page_that_slept_says_so_when_it_wakes_and_comes_back(room: Room) -> None:
    room.open("live")
    room.page.evaluate("""() => {
      const status = document.getElementById("live-status");
      window.seen = [];
      new MutationObserver(() => seen.push(status.textContent)).observe(status, { childList: true });
    }""")
    room.fall_silent()
    room.become("live")
    room.page.clock.fast_forward(600_000)
    room.wait(600)
    assert room.page.evaluate("seen") == ["Not live", "Live"]


def test_a_tab_that_is_looked_at_again_does_not_wait_for_its_timers(room: Room) -> None:
    """Unseen, they run once a minute, or not at all."""
    room.open("live")
    room.hide(True)
    room.fall_silent()
    room.page.clock.set_system_time(NOON + timedelta(minutes=11))
    assert room.words == "Live"
    room.hide(False)
    assert room.words == "Not live"
    room.become("live")
    room.wait(600)
    assert room.words == "Live"


def test_a_long_pause_ends_when_somebody_looks(room: Room) -> None:
    room.open("refused")
    room.wait(60_000)
    room.page.evaluate("Math.random = () => 1")
    room.page.evaluate("document.querySelector('live-room').connect()")
    room.wait(100)
    attempts = room.attempts
    room.wait(3_000)
    assert room.attempts == attempts
    room.become("live")
    room.hide(False)
    room.wait(300)
    assert room.words == "Live"


def test_the_pass_is_shown_at_the_door(room: Room) -> None:
    room.open("live")
    assert room.offer == ["warroom.1", f"epoch.{EPOCH}", "language.en", "pass.first"]


@pytest.mark.parametrize("token", ["", "no good", "a,b", "&lt;p&gt;"])
def test_a_pass_that_no_browser_would_send_is_left_at_home(room: Room, token: str) -> None:
    room.token = token
    room.open("live")
    assert room.words == "Live"
    assert [each for each in room.offer if each.startswith("pass")] == []


def test_a_pass_is_renewed_long_before_it_is_too_old(room: Room) -> None:
    room.open("live")
    room.wait_minutes(4.5)
    assert room.asked == []
    room.wait_minutes(4)
    assert room.asked == [""]
    room.do("end", 1012)
    room.wait(300)
    assert room.offer[-1] == "pass.pass-1"


def test_nobody_looks_nobody_asks(room: Room) -> None:
    room.open("live")
    room.hide(True)
    room.wait_minutes(20)
    assert room.asked == []
    room.hide(False)
    room.wait(10)
    expect(room.status).to_have_text("Live")
    assert room.asked == [""]


def test_however_much_happens_a_pass_is_asked_for_once_a_minute_at_most(room: Room) -> None:
    room.open("live")
    for _ in range(60):
        room.fire("room-changed", on="document.body")
        room.wait(5_000)
    assert 3 <= len(room.asked) <= 5


def test_no_pass_to_be_had_is_nobodys_worry(room: Room) -> None:
    room.open("live")
    room.served = False
    room.wait_minutes(12)
    assert room.words == "Live"
    assert room.offer[-1] == "pass.first"
    room.served, room.answer = True, "<html>Welcome to the hotel {}"
    room.wait_minutes(2)
    assert room.asked
    room.do("end", 1012)
    room.wait(300)
    assert room.words == "Live"
    assert room.offer[-1] == "language.en"


def test_who_goes_on_to_another_revision_tells_the_room(room: Room) -> None:
    room.open("live")
    room.page.evaluate("document.getElementById('room').dataset.page = 'revision.5.2'")
    room.wait(300)
    room.page.wait_for_function("sockets.length > 1")
    assert room.asked == ["revision.5.2"]
    room.wait(300)
    assert room.offer[-1] == "pass.pass-1"
    assert room.words == "Live"
    room.wait_minutes(1)
    assert room.asked == ["revision.5.2"]
    assert room.attempts == 2


def test_a_page_is_not_loaded_afresh_from_a_site_that_is_down(room: Room) -> None:
    room.open("live")
    room.page.fill("textarea", "half a sen")
    room.page.evaluate("window.isOld = true")
    room.served = False
    room.do("say", {"type": "reload"})
    for _ in range(10):
        room.wait(1_000)
    assert room.page.evaluate("window.isOld")
    assert room.words == "Not live"
    room.served = True
    with room.page.expect_navigation():
        for _ in range(4):
            room.wait(1_000)
    expect(room.page.locator("textarea")).to_have_value("half a sen")
    assert not room.page.evaluate("window.isOld")
