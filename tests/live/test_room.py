"""The order of things in a room: who is let in when, who gets what, and what happens between two reads."""

import asyncio
from collections.abc import AsyncIterator, Callable
from time import monotonic

import pytest

import live.room
from live.closing import Close
from live.feed import Snapshot
from live.offer import Offer
from live.room import Question, Room
from live.threads import DatabaseThreads
from live.watcher import Watcher
from tests.live.fake_feed import EVERYTHING, FakeFeed
from tests.live.page import Page, soon

LEAD, COUNSEL, GUEST = 1, 2, 3


@pytest.fixture
def feed() -> FakeFeed:
    feed = FakeFeed()
    feed.invite(LEAD, {"briefing", "working"})
    feed.invite(COUNSEL)
    feed.invite(GUEST, {"briefing"})
    return feed


@pytest.fixture
async def room(feed: FakeFeed) -> AsyncIterator[Room]:
    threads = DatabaseThreads("test", size=2)

    async def read(room: int, question: Question) -> Snapshot:
        return await threads.run(feed.read, room, *question)

    room = Room(1, read)
    yield room
    feed.let_go()
    await room.close()
    threads.close()


class Reader:
    """A page whose socket takes everything at once."""

    def __init__(
        self, room: Room, feed: FakeFeed, person: int, *, epoch: str = "", language: str = "en", **held: int
    ) -> None:
        streams = feed.rights.get(person, EVERYTHING)
        self.page = Page(epoch or feed.epoch, {stream: held.get(stream, 0) for stream in streams}, language)
        self.code: Close | None = None
        self.watcher = Watcher(person, f"session-{person}", Offer.parse(self.page.subprotocols), self._closed)
        self._room = room
        room.knock(self.watcher)

    def _closed(self, code: Close) -> None:
        self.code = code

    def read(self) -> Page:
        while frame := self.watcher.next_frame():
            self.page.take(frame)
        return self.page

    async def greeted(self) -> "Reader":
        await soon(lambda: self.code or self.read().heads)
        assert self.code is None
        return self


Knock = Callable[..., Reader]


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten seconds pass in one."""
    monkeypatch.setattr(live.room, "POLL_SECONDS", live.room.POLL_SECONDS / 10)
    monkeypatch.setattr(live.room, "BEAT_SECONDS", live.room.BEAT_SECONDS / 10)


@pytest.fixture
def knock(room: Room, feed: FakeFeed) -> Knock:
    return lambda person, **offer: Reader(room, feed, person, **offer)


async def test_everyone_gets_exactly_their_streams(room: Room, feed: FakeFeed, knock: Knock) -> None:
    readers = {person: await knock(person).greeted() for person in (LEAD, COUNSEL, GUEST)}
    for stream in sorted(EVERYTHING):
        feed.post(stream, f"for {stream}")
    room.changed()
    await soon(lambda: len(readers[COUNSEL].read().shown) == 3)
    await soon(lambda: len(readers[LEAD].read().shown) == 2)
    await soon(lambda: len(readers[GUEST].read().shown) == 1)
    assert not any("privileged" in frame for frame in readers[LEAD].page.raw)
    assert not any("privileged" in frame or "working" in frame for frame in readers[GUEST].page.raw)


async def test_a_page_that_was_away_gets_what_it_missed_once_and_in_order(
    room: Room, feed: FakeFeed, knock: Knock
) -> None:
    for n in range(1, 31):
        feed.post("briefing", f"entry {n}")
    back = await knock(GUEST, briefing=10).greeted()
    assert back.read().numbers("briefing") == list(range(11, 31))


async def test_a_second_page_is_caught_up_without_reading_again_from_its_place(
    room: Room, feed: FakeFeed, knock: Knock
) -> None:
    for n in range(1, 31):
        feed.post("briefing", f"entry {n}")
    await knock(GUEST, briefing=5).greeted()
    feed.asked.clear()
    second = await knock(GUEST, briefing=20).greeted()
    assert second.read().numbers("briefing") == list(range(21, 31))
    assert feed.asked == [{"briefing": 30}]


async def test_a_page_further_behind_than_the_others_is_caught_up_too(
    room: Room, feed: FakeFeed, knock: Knock
) -> None:
    for n in range(1, 31):
        feed.post("briefing", f"entry {n}")
    await knock(GUEST, briefing=30).greeted()
    behind = await knock(GUEST, briefing=5).greeted()
    assert behind.read().numbers("briefing") == list(range(6, 31))


async def test_pages_that_come_back_all_at_once_share_one_read(
    room: Room, feed: FakeFeed, knock: Knock
) -> None:
    for n in range(1, 31):
        feed.post("briefing", f"entry {n}")
    readers = [knock(GUEST, briefing=n) for n in range(20)]
    for n, reader in enumerate(readers):
        assert (await reader.greeted()).read().numbers("briefing") == list(range(n + 1, 31))
    assert feed.asked == [{"briefing": 0}]


async def test_a_page_that_left_on_the_doorstep_is_not_let_in(
    room: Room, feed: FakeFeed, knock: Knock
) -> None:
    feed.hold()
    hasty = knock(GUEST)
    await asyncio.to_thread(feed.waiting.wait, 2)
    room.leave(hasty.watcher)
    feed.let_go()
    await asyncio.sleep(0.05)
    assert room.deserted
    assert hasty.read().raw == []


async def test_joining_while_entries_pour_in_leaves_no_gap_and_repeats_nothing(
    room: Room, feed: FakeFeed, knock: Knock
) -> None:
    readers: list[Reader] = []
    for n in range(1, 101):
        feed.post("briefing", f"entry {n}")
        room.changed()
        if n % 5 == 0:
            readers.append(knock(GUEST, briefing=n - 5))
        await asyncio.sleep(0)
        for reader in readers:
            reader.read()
    await soon(lambda: all(reader.read().held == {"briefing": 100} for reader in readers))


async def test_hints_during_a_read_cause_one_more_read(room: Room, feed: FakeFeed, knock: Knock) -> None:
    reader = await knock(GUEST).greeted()
    feed.hold()
    room.changed()
    await asyncio.to_thread(feed.waiting.wait, 2)
    feed.asked.clear()
    feed.post("briefing", "came during the read")
    for _ in range(20):
        room.changed()
    feed.let_go()
    await soon(lambda: reader.read().numbers("briefing") == [1], within=0.5)
    await asyncio.sleep(0.05)
    assert len(feed.asked) == 1


async def test_a_lost_hint_costs_one_poll(room: Room, feed: FakeFeed, knock: Knock) -> None:
    reader = await knock(GUEST).greeted()
    feed.post("briefing", "nobody hinted")
    await soon(lambda: reader.read().numbers("briefing") == [1], within=1.5)


@pytest.mark.usefixtures("hurried")
async def test_nobody_watching_means_nobody_reading(room: Room, feed: FakeFeed, knock: Knock) -> None:
    reader = await knock(GUEST).greeted()
    room.leave(reader.watcher)
    await asyncio.sleep(0.11)
    feed.asked.clear()
    await asyncio.sleep(0.2)
    assert feed.asked == []


async def test_whoever_returns_to_a_deserted_room_is_served_from_its_ring(
    room: Room, feed: FakeFeed, knock: Knock
) -> None:
    for n in range(1, 11):
        feed.post("briefing", f"entry {n}")
    first = await knock(GUEST).greeted()
    room.leave(first.watcher)
    feed.post("briefing", "while nobody watched")
    feed.asked.clear()
    back = await knock(GUEST, briefing=4).greeted()
    assert back.read().numbers("briefing") == list(range(5, 12))
    assert feed.asked == [{"briefing": 10}]


async def test_each_language_is_rendered_for_its_readers(room: Room, feed: FakeFeed, knock: Knock) -> None:
    english, korean = await knock(GUEST).greeted(), await knock(GUEST, language="ko").greeted()
    feed.post("briefing", "word", touches="older word")
    room.changed()
    await soon(lambda: english.read().shown == [("briefing", 1, "en: word")])
    await soon(lambda: korean.read().shown == [("briefing", 1, "ko: word")])
    assert korean.page.touched == ["ko: older word"]


@pytest.mark.usefixtures("hurried")
async def test_the_heartbeat_is_heard_every_two_seconds(room: Room, feed: FakeFeed, knock: Knock) -> None:
    reader = await knock(GUEST).greeted()
    began = monotonic()
    await soon(lambda: reader.read().beats >= 4)
    assert 0.5 < monotonic() - began < 1.5, "seconds here stand for ten"


async def beats(reader: Reader, count: int, meanwhile: Callable[[], None] = lambda: None) -> list[float]:
    """When the next `count` heartbeats came; `meanwhile` happens every few hundredths of a second."""
    times: list[float] = []
    came, again = reader.read().beats, 0.0
    async with asyncio.timeout(10):
        while len(times) < count:
            if reader.read().beats > came:
                times.append(monotonic())
                came = reader.page.beats
            if monotonic() >= again:
                meanwhile()
                again = monotonic() + 0.07
            await asyncio.sleep(0.003)
    return times


@pytest.fixture
def half(monkeypatch: pytest.MonkeyPatch) -> float:
    """A second passes in a quarter; returns how long it is from heartbeat to heartbeat."""
    monkeypatch.setattr(live.room, "POLL_SECONDS", live.room.POLL_SECONDS / 4)
    monkeypatch.setattr(live.room, "BEAT_SECONDS", live.room.BEAT_SECONDS / 4)
    return 0.5


async def test_privileged_entries_do_not_move_the_heartbeats_of_others(
    room: Room, feed: FakeFeed, knock: Knock, half: float
) -> None:
    lead, counsel = await knock(LEAD).greeted(), await knock(COUNSEL).greeted()

    def confide() -> None:
        feed.post("privileged", "between us")
        room.changed()

    quiet = await beats(lead, 3)
    busy = await beats(lead, 5, meanwhile=confide)
    first, *rest = [*quiet, *busy]
    shifts = [time - first - n * half for n, time in enumerate(rest, start=1)]
    assert max(map(abs, shifts)) < 0.1, shifts
    assert lead.page.shown == []
    assert len(counsel.read().shown) > 10


async def test_a_long_read_does_not_delay_the_heartbeat(
    room: Room, feed: FakeFeed, knock: Knock, half: float
) -> None:
    lead = await knock(LEAD).greeted()
    [first] = await beats(lead, 1)
    await asyncio.sleep(0.6 * half)  # one poll later
    feed.hold()
    feed.post("privileged", "takes long to draw")
    room.changed()
    [second] = await beats(lead, 1)
    feed.let_go()
    assert abs(second - first - half) < 0.1


async def test_a_record_that_does_not_answer_silences_the_room(
    room: Room, feed: FakeFeed, knock: Knock, half: float
) -> None:
    lead = await knock(LEAD).greeted()
    await beats(lead, 1)
    feed.hold()
    await asyncio.sleep(2 * half)
    lead.read().beats = 0
    await asyncio.sleep(2 * half)
    assert lead.read().beats == 0


async def test_a_hint_does_not_postpone_the_poll(room: Room, feed: FakeFeed, knock: Knock) -> None:
    lead = await knock(LEAD).greeted()  # its knock began the first second
    await asyncio.sleep(0.7)
    room.changed()
    await asyncio.sleep(0.1)
    feed.post("briefing", "nobody hinted")
    await soon(lambda: lead.read().numbers("briefing") == [1], within=0.6)


@pytest.mark.usefixtures("hurried")
async def test_a_room_that_cannot_be_read_falls_silent_and_recovers(
    room: Room, feed: FakeFeed, knock: Knock, capsys: pytest.CaptureFixture[str]
) -> None:
    reader = await knock(GUEST).greeted()
    feed.broken = True
    room.changed()
    await asyncio.sleep(0.1)
    reader.read().beats = 0
    await asyncio.sleep(0.3)
    assert reader.read().beats == 0
    assert reader.code is None
    feed.post("briefing", "at last")
    feed.broken = False
    await soon(lambda: reader.read().numbers("briefing") == [1])
    assert "secret plan" not in "".join(capsys.readouterr())


# -- rights ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("revoke", "code"),
    [
        (lambda feed: feed.remove(COUNSEL), Close.REMOVED),
        (lambda feed: feed.sign_out(COUNSEL), Close.SIGNED_OUT),
        (lambda feed: feed.invite(COUNSEL, {"briefing", "working"}), Close.RELOAD),
    ],
    ids=["removed", "signed out", "no longer cleared"],
)
async def test_nothing_committed_after_a_revocation_is_sent(
    room: Room, feed: FakeFeed, knock: Knock, revoke: Callable[[FakeFeed], None], code: Close
) -> None:
    counsel, lead = await knock(COUNSEL).greeted(), await knock(LEAD).greeted()
    feed.post("working", "before")
    revoke(feed)
    feed.post("working", "after")
    room.changed()
    await soon(lambda: counsel.code is code)
    assert counsel.read().shown == []
    await soon(lambda: lead.read().numbers("working") == [1, 2])


async def test_what_was_due_to_a_slow_reader_is_dropped_with_the_right(
    room: Room, feed: FakeFeed, knock: Knock
) -> None:
    counsel, lead = await knock(COUNSEL).greeted(), await knock(LEAD).greeted()
    feed.post("privileged", "due, and not yet fetched by the slow socket")
    feed.post("working", "seen")
    room.changed()
    await soon(lambda: lead.read().numbers("working") == [1])
    feed.remove(COUNSEL)
    room.changed()
    await soon(lambda: counsel.code is Close.REMOVED)
    assert counsel.watcher.next_frame() is None


async def test_a_right_lost_on_the_doorstep_shows_nothing(room: Room, feed: FakeFeed, knock: Knock) -> None:
    """A read that was already on its way knows the new entry but was not asked about the newcomer."""
    await knock(LEAD).greeted()
    feed.post("working", "committed after the logout")
    feed.hold()
    room.changed()
    await asyncio.to_thread(feed.waiting.wait, 2)
    counsel = knock(COUNSEL)
    feed.sign_out(COUNSEL)
    feed.let_go()
    await soon(lambda: counsel.code is Close.SIGNED_OUT)
    assert counsel.read().raw == []


async def test_whoever_is_newly_cleared_loads_the_backlog(room: Room, feed: FakeFeed, knock: Knock) -> None:
    lead = await knock(LEAD).greeted()
    feed.invite(LEAD)
    room.changed()
    await soon(lambda: lead.code is Close.RELOAD)


async def test_a_stranger_at_the_door_gets_nothing(room: Room, feed: FakeFeed, knock: Knock) -> None:
    feed.sessions.add("session-99")
    stranger = knock(99)
    await soon(lambda: stranger.code is Close.REMOVED)
    assert stranger.read().raw == []


# -- histories that do not fit --------------------------------------------------------------------


async def test_a_page_too_far_behind_loads_afresh(room: Room, feed: FakeFeed, knock: Knock) -> None:
    for n in range(501):
        feed.post("briefing", f"entry {n}")
    behind = knock(GUEST, briefing=0)
    await soon(lambda: behind.code is Close.RELOAD)
    just = await knock(GUEST, briefing=1).greeted()
    assert just.read().numbers("briefing") == list(range(2, 502))
    feed.asked.clear()
    again = knock(GUEST, briefing=0)
    await soon(lambda: again.code is Close.RELOAD)
    assert feed.asked == [{"briefing": 501}], "nothing is read for whom it cannot help"


async def test_a_page_ahead_of_the_record_loads_afresh(room: Room, feed: FakeFeed, knock: Knock) -> None:
    ahead = knock(GUEST, briefing=1)
    await soon(lambda: ahead.code is Close.RELOAD)


async def test_a_page_of_another_epoch_loads_afresh(room: Room, feed: FakeFeed, knock: Knock) -> None:
    reader = await knock(GUEST).greeted()
    feed.epoch = "restored"
    room.changed()
    await soon(lambda: reader.code is Close.RELOAD)
    fresh, stale = await knock(GUEST).greeted(), knock(GUEST, epoch="first")
    await soon(lambda: stale.code is Close.RELOAD)
    feed.post("briefing", "a new history")
    room.changed()
    await soon(lambda: fresh.read().numbers("briefing") == [1])


async def test_a_record_that_lost_entries_is_loaded_afresh(room: Room, feed: FakeFeed, knock: Knock) -> None:
    feed.post("briefing", "one")
    reader = await knock(GUEST).greeted()
    assert reader.read().numbers("briefing") == [1]
    feed.told["briefing"].clear()
    room.changed()
    await soon(lambda: reader.code is Close.RELOAD)


async def test_a_reader_left_behind_by_the_ring_is_let_go(room: Room, feed: FakeFeed, knock: Knock) -> None:
    slow, quick = await knock(GUEST).greeted(), await knock(GUEST).greeted()
    for n in range(501):
        feed.post("briefing", f"entry {n}")
        if n % 100 == 0:
            room.changed()
            await soon(lambda: quick.read().held["briefing"] == len(feed.told["briefing"]))
    room.changed()
    await soon(lambda: slow.code is Close.TOO_SLOW)
    await soon(lambda: quick.read().held == {"briefing": 501})
