"""A room with people in it: some write, some watch, and something is about to go wrong."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Collection, Iterable
from contextlib import asynccontextmanager, suppress
from random import Random
from time import time
from typing import Any

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.articles import articles_in
from tests.faults import checks, meter
from tests.faults.house import House
from tests.faults.lag import Lag
from tests.faults.ledger import Deed, Ledger
from tests.faults.marks import Marks
from tests.faults.patience import PATIENCE, NoAnswer, patiently
from tests.faults.post import Post
from tests.faults.sleeper import Sleeper
from tests.faults.watcher import Watcher
from tests.live.page import Page

WATCHING = ("counsel", "comms", "executive", "guest")
EVERYBODY = ("lead", "counsel", "legal", "comms", "support", "executive", "guest")
CLEARED = {"lead", "counsel", "legal", "dismissed", "forgetful", "demoted", "shut-out", "keeper"}
STREAMS = {  # what each of the writers writes to
    "lead": ("briefing", "working", "privileged"),
    "counsel": ("privileged", "privileged", "working"),
    "comms": ("briefing", "working"),
}
COME_AGAIN = (1006, 1012, 1013)  # cut off, the server restarts, the record is out of reach
PAGES = ["timeline/", "desk/", "rail/", "executive/", "entries/p1/", "participants/"]
OLDER = re.compile(r'id="older" hx-get="([^"]+)"')
SLACK = 1.0
"""Seconds that a box shared with other tests may take beyond a promised time, and beyond what it lost (lag.py)."""


TWO_BEATS, BEAT_SLACK = 4.0, 0.5
"""A read that is half a second late costs a heartbeat, and who hears none for two beats says so (live/room.py)."""


class Violated(AssertionError):
    """Something that must never happen, did."""


class Scene:
    """One room of a house. `watchers` by name; `posts` are the writers' browsers."""

    def __init__(self, house: House, rng: Random) -> None:
        self.house, self.rng = house, rng
        self.lag = Lag(house)
        self.marks = Marks()
        self.ledger = Ledger(self.marks)
        self.watchers: list[Watcher] = []
        self.posts: dict[str, Post] = {}
        self.room = 0
        self.violations: list[str] = []
        self.catch_up: list[float] = []
        self.episode = ""  # what goes wrong just now, for whoever reads of a violation
        self.cleared = set(CLEARED)
        self._writing: list[asyncio.Task[None]] = []
        self._stopping = asyncio.Event()
        self._frames_seen = 0

    def __getitem__(self, who: str) -> Watcher:
        return next(watcher for watcher in self.watchers if watcher.who == who)

    # -- before -------------------------------------------------------------------------------------

    async def open(self, watching: Iterable[str] = WATCHING) -> None:
        """A new room, the pages of all who watch, and nobody writing yet."""
        for who in STREAMS:
            self.posts[who] = self.a_browser_of(who)
        form = {"title": "A fire", "severity": "2", "kind": "misinformation", "key": self.ledger.new_key()}
        answer = await self.posts["lead"].press("/rooms/", form, htmx=False)
        assert answer.status_code == 302, answer.text[:500]
        self.room = int(answer.headers["Location"].strip("/").split("/")[1])
        await asyncio.gather(*(self.watch(who) for who in watching))
        await self.until(lambda: all(watcher.is_live for watcher in self.watchers))
        await self.say("counsel", "privileged")
        self.before = await meter.read(self.house)

    def a_browser_of(self, who: str, session: str = "") -> Post:
        return Post(who, self.house.front.address, session or self.house.session(who), self.rng)

    async def watch(self, who: str, *, address: str = "", session: str = "") -> Watcher:
        watcher = Watcher(
            who,
            address or self.house.front.address,
            self.room,
            session or self.house.session(who),
            self.rng,
        )
        self.watchers.append(watcher)
        return await watcher.open()

    async def asleep(self, who: str, *, address: str) -> Sleeper:
        """A page of theirs that is drawn and connected, and then not looked after."""
        page = Watcher(who, address, self.room, self.house.session(who), self.rng)
        await page.load()
        assert page.page
        return Sleeper(page, await page.knock(page.page))

    # -- during -------------------------------------------------------------------------------------

    def write(self, *, rate: float = 12.0, hands: int = 2) -> None:
        """Everybody who writes does so with `hands` at once, `rate` deeds a second all together."""
        busy = [who for who in STREAMS for _ in range(hands)]
        self._writing += [asyncio.create_task(self._keep_writing(who, rate / len(busy))) for who in busy]

    async def _keep_writing(self, who: str, rate: float) -> None:
        while not self._stopping.is_set():
            await self._say_something(who)
            await asyncio.sleep(self.rng.expovariate(rate))

    async def _say_something(self, who: str) -> None:
        stream = self.rng.choice(STREAMS[who])
        if self.rng.random() > 0.1:
            await self.posts[who].do(self.ledger.note(who, self.room, stream))
            return
        fact = self.ledger.fact(who, self.room, stream)
        if await self.posts[who].do(fact) and (ref := await self._ref_of(fact)):
            await self.posts[who].do(self.ledger.confirmation(who, self.room, stream, ref))

    async def _ref_of(self, deed: Deed) -> str:
        """Empty while Postgres is away, and where nothing came of it."""
        rows = await self.house.rows(
            "SELECT left(stream, 1) || n AS ref FROM incidents_timelineentry WHERE client_key = %s",
            deed.key,
        )
        return str(rows[0]["ref"]) if rows else ""

    async def say(self, who: str, stream: str = "working", **how: Any) -> Deed:
        """One note, for certain."""
        deed = self.ledger.note(who, self.room, stream, **how)
        assert await self.posts[who].do(deed), f"{deed.answers}\n{self.house.log_tail()}"
        return deed

    def took(self, since: float, until: float) -> float:
        """Seconds between the two, without those that the box itself lost."""
        return until - since - self.lag.during(since, until)

    async def until(self, true: Callable[[], object], within: float = PATIENCE) -> None:
        """Wait until `true()`; fails after `within` seconds, saying how everybody is. Say `within` where it is
        promised."""
        began = time()
        while not true():
            if self.took(began, time()) > within:
                people = ", ".join(f"{each.who} {each.state} {each.code or ''}" for each in self.watchers)
                raise AssertionError(f"not within {within:.0f} s; {people}")
            await asyncio.sleep(0.01)

    def not_live_since(self, since: float, watchers: Iterable[Watcher] | None = None) -> list[str]:
        """Who said since then that they were not live, and when; unless the box itself kept a heartbeat back."""
        return [
            f"{each.who} after {at - since:.1f} s"
            for each in (self.watchers if watchers is None else watchers)
            for at in each.not_live_from(since)
            if self.lag.during(at - TWO_BEATS, at) < BEAT_SLACK
        ]

    async def known(self) -> dict[str, tuple[str, float]]:
        """Every entry that was acknowledged: its reference, its stream, and when the answer was read."""
        acknowledged = {deed.key: deed.acknowledged_at or 0.0 for deed in self.ledger.acknowledged}
        rows = await self.house.rows(
            "SELECT client_key::text AS key, stream, left(stream, 1) || n AS ref"
            " FROM incidents_timelineentry WHERE incident_id = %s",
            self.room,
        )
        return {
            row["ref"]: (row["stream"], acknowledged[row["key"]])
            for row in rows
            if row["key"] in acknowledged
        }

    async def lateness(self, since: float, until: float) -> float:
        """The longest that a page waited for an entry acknowledged between the two, in seconds, for which the box
        is not to blame."""
        late = [0.0]
        for ref, (stream, at) in (await self.known()).items():
            if since < at < until:
                pages = [each for each in self.watchers if each.page and stream in each.page.held]
                late += [self.took(at, each.history.came_at.get(ref, time())) for each in pages]
        return max(late)

    async def seconds_for_a_page(self) -> float:
        """How long somebody waits who presses "reload", and does not lose patience."""
        began = time()
        answer = await self.posts["lead"].client.get(f"/rooms/{self.room}/", timeout=2 * PATIENCE)
        assert answer.status_code == 200, answer.text[:500]
        return self.took(began, time())

    async def heads(self) -> dict[str, int]:
        [row] = await self.house.rows(
            "SELECT briefing_n AS briefing, working_n AS working, privileged_n AS privileged"
            " FROM incidents_incident WHERE id = %s",
            self.room,
        )
        return row

    async def room_seq(self) -> int:
        [row] = await self.house.rows("SELECT room_seq FROM incidents_incident WHERE id = %s", self.room)
        return int(row["room_seq"])

    async def all_caught_up(self, *, within: float = checks.COMPLETE_SECONDS + SLACK) -> float:
        """Connectivity has just returned: everybody has everything soon, and says so. How long the last took."""
        began, heads = time(), await self.heads()
        while waiting := [each for each in self.watchers if each.code is None and not _holds(each, heads)]:
            if self.took(began, time()) > within:
                self.violations += [
                    f"{each.who} was not complete {within:.1f} s after {self.episode or 'it'} was over: {each.state},"
                    f" holds {each.page and each.page.held} of {heads}, codes {each.codes[-5:]}"
                    for each in waiting
                ]
                break
            await asyncio.sleep(0.01)
        self.catch_up.append(time() - began)
        return self.catch_up[-1]

    # -- after --------------------------------------------------------------------------------------

    async def quiet(self) -> None:
        """Everybody finishes their sentence: what is unclear is asked until it is clear."""
        self._stopping.set()
        if self._writing:
            await asyncio.gather(*self._writing)
        self._writing = []

    async def verify(self) -> None:
        """Every check there is. Raises Violated."""
        await self.quiet()
        await self.all_caught_up()
        now = time()
        rows = await self.house.rows(
            "SELECT client_key::text, payload::text AS words"
            " FROM incidents_timelineentry WHERE incident_id = %s ORDER BY room_seq",
            self.room,
        )
        found = self.violations
        found += checks.unkept(self.ledger.deeds, rows)
        found += [f"never answered: {deed}" for deed in self.ledger.deeds if deed.acknowledged_at is None]
        found += [f"refused: {refusal}" for post in self.posts.values() for refusal in post.refused]
        await self._check_pages(now)
        await self._check_the_stranger()
        await self._check_pages_of_the_uncleared()
        await self._check_what_else_was_written()
        await self._check_growth()
        if found:
            raise Violated(f"{len(found)} violations:\n" + "\n".join(found[:30]))

    async def _check_pages(self, now: float) -> None:
        heads, fresh = await self.heads(), await self.fresh()
        known = await self.known()
        for watcher in self.watchers:
            self.violations += watcher.faults
            if watcher.page is not None and watcher.code is None:
                mine = {stream: heads[stream] for stream in watcher.page.held}
                self.violations += checks.incomplete(watcher.history, mine, fresh)
                due = {ref: at for ref, (stream, at) in known.items() if stream in mine}
                self.violations += checks.untruthful(watcher, due, until=now, lag=self.lag.during)
            self._check_what_was_sent_to(watcher)
        if self._frames_seen == 0:
            self.violations.append("no privileged text reached anybody, so nothing was proven")

    def _check_what_was_sent_to(self, watcher: Watcher) -> None:
        heard = watcher.take_heard()
        if watcher.who in self.cleared:
            self._frames_seen += sum(self.marks.found_in(text) for text in heard)
        else:
            self.violations += checks.leaked(self.marks, f"what {watcher.who} was sent", heard)
            self.violations += checks.told_of_privileged(watcher.who, heard)

    async def fresh(self) -> dict[str, str]:
        """Every entry of the room as a page drawn now shows it to someone who may see all."""
        articles: dict[str, str] = {}
        path = f"/rooms/{self.room}/timeline/"
        while path:
            answer = await self.posts["counsel"].get(path, **{"HX-Request": "true"})
            assert answer.status_code == 200, answer.status_code
            articles = articles_in(answer.text) | articles
            older = OLDER.search(answer.text)
            path = older[1].replace("&amp;", "&") if older else ""
        return articles

    async def _check_the_stranger(self) -> None:
        """They exist, are signed in, and hear nothing at all."""
        async with self.a_browser_of("stranger") as stranger:
            for path in self.rng.sample(["", *PAGES], 2):
                answer = await stranger.get(f"/rooms/{self.room}/{path}")
                if answer.status_code != 404:
                    self.violations.append(f"a stranger got {answer.status_code} for {path or 'the room'}")
            self.violations += checks.leaked(self.marks, "a page for a stranger", stranger.read)
        heard, code = await patiently(lambda: knock("stranger", self.house, self.room))
        if heard or code != 4404:
            self.violations.append(f"a stranger's socket heard {len(heard)} frames, and ended with {code}")

    async def _check_pages_of_the_uncleared(self) -> None:
        for who in ("guest", "comms"):
            async with self.a_browser_of(who) as uncleared:
                paths = ["timeline/?q=privileged", *self.rng.sample(PAGES, 2)]
                for path in paths:
                    await uncleared.get(f"/rooms/{self.room}/{path}")
                self.violations += checks.leaked(self.marks, f"a page for {who}", uncleared.read)
                self.violations += checks.told_of_privileged(who, uncleared.read)

    async def _check_what_else_was_written(self) -> None:
        house = self.house
        assert house.eavesdropper
        heard = house.eavesdropper.take()
        self.violations += checks.leaked(self.marks, "a command to Valkey", [heard])
        self.violations += checks.leaked(
            self.marks, "the dump of Valkey", [await patiently(lambda: asyncio.to_thread(_dump, house))]
        )
        for path in house.logs():
            text = await asyncio.to_thread(path.read_bytes)
            self.violations += checks.leaked(self.marks, f"the log {path.name}", [text])

    async def _check_growth(self) -> None:
        """Once more after a moment: connections that were cut take a little to be missed."""
        for patience in (0.0, 1.0, 3.0, 6.0):
            await asyncio.sleep(patience)
            found = checks.grown(self.before, await meter.read(self.house))
            if not found:
                return
        self.violations += found

    async def close(self) -> None:
        self._stopping.set()
        for task in self._writing:
            task.cancel()
        await asyncio.gather(*self._writing, return_exceptions=True)
        await asyncio.gather(*(watcher.close() for watcher in self.watchers), return_exceptions=True)
        for post in self.posts.values():
            await post.client.aclose()
        await self.lag.close()


def _holds(watcher: Watcher, heads: dict[str, int]) -> bool:
    page = watcher.page
    return (
        page is not None
        and watcher.is_live
        and all(page.held[stream] >= heads[stream] for stream in page.held)
    )


async def knock(who: str, house: House, room: int) -> tuple[list[str], int | None]:
    """What a socket hears that this person opens with a page made up by hand; and how it ended (None: it stands).

    Raises NoAnswer when it has heard nothing and was told to come again.
    """
    socket = await connect(
        f"ws://{house.front.address}/ws/rooms/{room}/",
        origin=f"http://{house.front.address}",  # type: ignore[arg-type]
        additional_headers={"Cookie": f"sessionid={house.session(who)}"},
        subprotocols=Page("made-up", {"briefing": 0, "working": 0}).subprotocols,  # type: ignore[arg-type]
        proxy=None,
    )
    heard: list[str] = []
    with suppress(ConnectionClosed, TimeoutError):
        async with asyncio.timeout(PATIENCE):
            while True:
                heard.append(str(await socket.recv()))
    socket.transport.abort()
    if not heard and socket.close_code in COME_AGAIN:
        raise NoAnswer(socket.close_code)
    return heard, socket.close_code


def _dump(house: House) -> bytes:
    """The RDB that Valkey would leave behind, not compressed."""
    with house.valkey_client() as valkey:
        valkey.config_set("rdbcompression", "no")
        valkey.save()
    path = house.valkey.folder / "dump.rdb"
    dump = path.read_bytes()
    path.unlink()
    return dump


@asynccontextmanager
async def playing(
    house: House, rng: Random | None = None, *, watching: Collection[str] = WATCHING, rate: float = 12.0
) -> AsyncIterator[Scene]:
    """A scene under load. Everything is verified when the test has done its worst; `rate` 0: nobody writes."""
    scene = Scene(house, rng or Random())
    try:
        await scene.open(watching)
        if rate:
            scene.write(rate=rate)
            await asyncio.sleep(0.5)
        yield scene
        await scene.verify()
    except Exception as error:
        if not isinstance(error, Violated):
            error.add_note("\n".join([*scene.violations[:30], house.log_tail()]))
        raise
    finally:
        await scene.close()
