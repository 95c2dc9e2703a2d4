"""A reader's page: behaves as <live-room> does, keeps every byte, and is stricter about each of them."""

import asyncio
import html
import json
import re
from contextlib import suppress
from random import Random
from time import time

import httpx2
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.articles import articles_in
from tests.faults.history import History
from tests.faults.patience import PATIENCE as OURS
from tests.journeys.house import ROOT
from tests.live.page import Page

ELEMENT = (ROOT / "static/js/elements/live-room.js").read_text()
SEAT = re.compile(r"<live-room\b[^>]*>")
FINAL = {4401, 4403, 4404}
RELOAD, OTHER_RIGHTS = 4409, 4410


def constant(name: str) -> float:
    """A time of the page's own script, in seconds: the clients here must not be more patient than it is."""
    found = re.search(rf"const {name} = ([0-9]+)", ELEMENT)
    assert found, name
    return int(found[1]) / 1000


SILENCE, PATIENCE = constant("SILENCE"), constant("PATIENCE")
ANSWER, APART, MOMENT = constant("ANSWER"), constant("APART"), constant("MOMENT")


class Loaded(Page):
    """The page's end of the protocol, as the HTML of a moment ago set it up."""

    def __init__(self, text: str) -> None:
        seat = SEAT.search(text)
        assert seat, "a page without <live-room>"
        said = {name: html.unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', seat[0])}
        super().__init__(said["epoch"], json.loads(said["cursors"]))
        self.token = said.get("pass", "")

    @property
    def has_everything(self) -> bool:
        return all(self.held.get(stream, 0) >= n for stream, n in self.heads.items())


class Watcher:
    """Somebody's open page. `code`: how it ended for good (None: it goes on)."""

    def __init__(self, who: str, address: str, room: int, session: str, rng: Random) -> None:
        self.who, self.room, self.session = who, room, session
        self.address = address
        self.history = History(who)
        self.page: Loaded | None = None
        self.state = "catching-up"
        self.states: list[tuple[float, str]] = [(time(), "catching-up")]
        self.code: int | None = None
        self.ended_at: float | None = None
        self.codes: list[tuple[float, int]] = []
        self.hints = True  # whether the last heartbeat said that changes are heard of at once
        self.connects = self.loads = self.deliveries = 0
        self.heard: list[str] = []  # every frame, page and error since the last look
        self.faults: list[str] = []
        self.socket: ClientConnection | None = None
        self._rng = rng
        self._attempts = 0
        self._has_heard = False  # anything, on this socket
        self._spent = 0.0  # on an attempt that led nowhere, seconds
        self._task: asyncio.Task[None] | None = None
        self._client = httpx2.AsyncClient(
            base_url=f"http://{address}",
            cookies={"sessionid": session},
            timeout=httpx2.Timeout(5, connect=3),
            trust_env=False,
        )

    async def open(self) -> "Watcher":
        """Load the page and keep it in step from now on."""
        async with asyncio.timeout(OURS):
            await self._load_until_loaded()
        self._task = asyncio.create_task(self._live(), name=f"page of {self.who}")
        return self

    async def close(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._client.aclose()

    def cut(self) -> None:
        """This one's network is gone: no goodbye in either direction."""
        if self.socket:
            self.socket.transport.abort()

    @property
    def is_live(self) -> bool:
        return self.state == "live"

    def take_heard(self) -> list[str]:
        heard, self.heard = self.heard, []
        return heard

    def not_live_during(self, since: float, until: float) -> bool:
        """Whether the page ever said between the two that it was not live."""
        return any(at < until for at in self.not_live_from(since))

    def not_live_from(self, since: float) -> list[float]:
        """When each time began that the page was not live, if it was not over at `since`."""
        ends = [at for at, _state in self.states[1:]] + [float("inf")]
        return [
            at for (at, state), end in zip(self.states, ends, strict=True) if state != "live" and end > since
        ]

    # -- as live-room.js does it -------------------------------------------------------------------

    async def _live(self) -> None:
        while self.code is None:
            code = await self._follow()
            if code is not None:
                self.codes.append((time(), code))
            if code in FINAL:
                self.code, self.ended_at = code, time()
                self._show("not-live")
            elif code in (RELOAD, OTHER_RIGHTS):
                self._show("catching-up")
                await asyncio.sleep(self._rng.uniform(0, 1))
                await self._load_until_loaded()
            else:
                self._show("not-live")
                longest = max(MOMENT, min(APART - self._spent, MOMENT * 2**self._attempts))
                self._attempts = min(self._attempts + 1, 10)
                await asyncio.sleep(self._rng.uniform(0, longest))

    async def _follow(self) -> int | None:
        """One socket, from its opening to its end. Returns the code it was closed with, if it was."""
        assert self.page
        self.connects += 1
        loop = asyncio.get_running_loop()
        tried_at = loop.time()
        self._has_heard = False
        try:
            async with asyncio.timeout(ANSWER):
                self.socket = await self.knock(self.page)
            return await self._listen(self.page, self.socket)
        except (OSError, TimeoutError, EOFError, InvalidHandshake) as error:
            self._keep_refusal(error)
        except ConnectionClosed as error:
            return error.rcvd.code if error.rcvd else None
        except AssertionError as error:  # a gap, twice, other people's numbers
            self.faults.append(f"{self.who}: {error}")
        finally:
            self._spent = 0.0 if self._has_heard else loop.time() - tried_at
            if self.socket:
                self.socket.transport.abort()
        return None

    async def knock(self, page: Loaded) -> ClientConnection:
        """A socket for `page`, and nothing more: who reads it is the caller's business."""
        return await connect(
            f"ws://{self.address}/ws/rooms/{self.room}/",
            origin=f"http://{self.address}",  # type: ignore[arg-type]
            additional_headers={"Cookie": f"sessionid={self.session}"},
            subprotocols=page.subprotocols,  # type: ignore[arg-type]
            proxy=None,
            close_timeout=0.5,
            ping_interval=None,
        )

    async def _listen(self, page: Loaded, socket: ClientConnection) -> int:
        loop = asyncio.get_running_loop()
        heard_at = loop.time()
        while not page.told_to_reload:
            try:
                async with asyncio.timeout_at(heard_at + SILENCE):
                    text = await socket.recv()
            except TimeoutError:
                self._show("not-live")
                async with asyncio.timeout_at(heard_at + PATIENCE):
                    text = await socket.recv()
            assert isinstance(text, str)
            if self._take(page, text) != "presence":  # of people, not of the record: no sign of life
                heard_at, self._has_heard = loop.time(), True
        return RELOAD

    def _keep_refusal(self, error: Exception) -> None:
        """What the server said instead of opening a socket was sent, too."""
        if response := getattr(error, "response", None):
            self.heard.append(f"{response.status_code} {(response.body or b'').decode(errors='replace')}")

    def _take(self, page: Loaded, text: str) -> str:
        """Believe a frame, if it may be believed. Returns its type."""
        self.heard.append(text)
        shown = len(page.shown)
        page.take(text)
        frame = json.loads(text)
        if frame["type"] == "entries":
            self.deliveries += len(frame["entries"])
            for entry in frame["entries"]:
                self.history.push(frame["stream"], entry["n"], entry["html"], entry["touched"])
            del page.shown[shown:], page.touched[:]
        page.raw.clear()  # kept in `heard`
        if frame["type"] == "heartbeat":
            self._attempts = 0
            self.hints = frame["hints"]
        if frame["type"] != "presence":
            self._show("live" if page.has_everything else "catching-up")
        return str(frame["type"])

    def _show(self, state: str) -> None:
        if state != self.state:
            self.state = state
            self.states.append((time(), state))

    # -- loading ------------------------------------------------------------------------------------

    async def _load_until_loaded(self) -> None:
        while self.code is None:
            with suppress(httpx2.HTTPError, OSError, RuntimeError):
                await self.load()
                return
            await asyncio.sleep(self._rng.uniform(0.05, 0.5))  # somebody presses "reload"

    async def load(self) -> None:
        """The page, drawn afresh. Raises when there is none to be had."""
        began = time()
        answer = await self._client.get(f"/rooms/{self.room}/")
        self.heard.append(answer.text)
        self.loads += 1
        if answer.status_code in (302, 404):  # signed out, or no longer in the room
            self.code, self.ended_at = 4404, time()
            return
        if answer.status_code != 200:
            raise RuntimeError(f"{answer.status_code} for the page of {self.who}")
        self.page = Loaded(answer.text)
        self.history.load(articles_in(answer.text), self.page.held, at=began)
