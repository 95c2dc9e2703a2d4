"""The order of things in a room: who is let in when, who gets what, and what happens between two reads."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from threading import Event
from time import monotonic

import pytest

import live.room
from live.closing import Close
from live.feed import Question, Snapshot
from live.offer import Offer
from live.presence import People
from live.room import Room
from live.threads import DatabaseThreads
from live.watcher import Watcher
from tests.live.fake_feed import EVERYTHING, FakeFeed
from tests.live.line import Line
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
def told() -> list[People]:
    """What the other processes were told about who is here."""
    return []


@pytest.fixture
async def room(feed: FakeFeed, told: list[People]) -> AsyncIterator[Room]:
    threads = DatabaseThreads("test", size=2)

    async def read(room: int, question: Question) -> Snapshot | None:
        return await threads.run(feed.read, room, question)

    room = Room(
        1,
        read,
        presence_stream="working",
        hears=lambda: feed.hears,
        tell=lambda _pk, people: told.append(people),
    )
    yield room
    feed.let_go()
    await room.close()
    threads.close()


class Reader:
    """A page, and the line to it, which can be blocked."""

    def __init__(
        self,
        room: Room,
        feed: FakeFeed,
        person: int,
        *,
        epoch: str = "",
        language: str = "en",
        at: str = "",
        **held: int,
    ) -> None:
        streams = feed.rights.get(person, EVERYTHING)
        self.page = Page(epoch or feed.epoch, {stream: held.get(stream, 0) for stream in streams}, language)
        self.code: Close | None = None
        self.line = Line(self.page)
        offer = Offer.parse(self.page.subprotocols)
        self.watcher = Watcher((person, f"session{person}"), offer, self.line, self._closed, at)
        self._room = room
        room.knock(self.watcher)

    def _closed(self, code: Close) -> None:
        self.code = code

    async def greeted(self) -> "Reader":
        await soon(lambda: self.code or self.page.heads)
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
    await soon(lambda: len(readers[COUNSEL].page.shown) == 3)
    await soon(lambda: len(readers[LEAD].page.shown) == 2)
    await soon(lambda: len(readers[GUEST].page.shown) == 1)
    assert not any("privileged" in frame for frame in readers[LEAD].page.raw)
    assert not any("privileged" in frame or "working" in frame for frame in readers[GUEST].page.raw)


async def test_a_page_that_was_away_gets_what_it_missed_once_and_in_order(
    room: Room, feed: FakeFeed, knock: Knock
) -> None:
    for n in range(1, 31):
        feed.post("briefing", f"entry {n}")
    back = await knock(GUEST, briefing=10).greeted()
    assert back.page.numbers("briefing") == list(range(11, 31))


async def test_a_second_page_is_caught_up_without_reading_again_from_its_place(
    room: Room, feed: FakeFeed, knock: Knock
) -> None:
    for n in range(1, 31):
        feed.post("briefing", f"entry {n}")
    await knock(GUEST, briefing=5).greeted()
    feed.asked.clear()
    second = await knock(GUEST, briefing=20).greeted()
    assert second.page.numbers("briefing") == list(range(21, 31))
    assert feed.asked == [{"briefing": 30}]


async def test_a_page_further_behind_than_the_others_is_caught_up_too(
    room: Room, feed: FakeFeed, knock: Knock
) -> None:
    for n in range(1, 31):
        feed.post("briefing", f"entry {n}")
    await knock(GUEST, briefing=30).greeted()
    behind = await knock(GUEST, briefing=5).greeted()
    assert behind.page.numbers("briefing") == list(range(6, 31))


async def test_pages_that_come_back_all_at_once_share_one_read(
    room: Room, feed: FakeFeed, knock: Knock
) -> None:
    for n in range(1, 31):
        feed.post("briefing", f"entry {n}")
    readers = [knock(GUEST, briefing=n) for n in range(20)]
    for n, reader in enumerate(readers):
        assert (await reader.greeted()).page.numbers("briefing") == list(range(n + 1, 31))
    assert feed.asked == [{}, {"briefing": 0}]


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
    assert hasty.page.raw == []


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
    await soon(lambda: all(reader.page.held == {"briefing": 100} for reader in readers))


async def test_who_changed_the_room_is_told_once_it_was_passed_on(
    room: Room, feed: FakeFeed, knock: Knock
) -> None:
    reader, early, late = await knock(GUEST).greeted(), Event(), Event()
    feed.hold()
    room.changed(early)
    await asyncio.to_thread(feed.waiting.wait, 2)
    feed.post("briefing", "came during the read")
    room.changed(late)
    assert not early.is_set()
    feed.let_go()
    await soon(late.is_set)
    assert early.is_set()
    assert reader.page.numbers("briefing") == [1]


async def test_nobody_waits_for_a_look_at_a_room_that_nobody_watches(
    room: Room, feed: FakeFeed, knock: Knock
) -> None:
    room.leave((await knock(GUEST).greeted()).watcher)
    await soon(lambda: room._loop is None)
    looked = Event()
    room.changed(looked)
    assert looked.is_set()


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
    await soon(lambda: reader.page.numbers("briefing") == [1], within=0.5)
    await asyncio.sleep(0.05)
    assert len(feed.asked) == 1


async def test_a_lost_hint_costs_one_poll(room: Room, feed: FakeFeed, knock: Knock) -> None:
    reader = await knock(GUEST).greeted()
    feed.post("briefing", "nobody hinted")
    await soon(lambda: reader.page.numbers("briefing") == [1], within=1.5)


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
    assert back.page.numbers("briefing") == list(range(5, 12))
    assert feed.asked == [{"briefing": 10}]


async def test_each_language_is_rendered_for_its_readers(room: Room, feed: FakeFeed, knock: Knock) -> None:
    english, korean = await knock(GUEST).greeted(), await knock(GUEST, language="ko").greeted()
    feed.post("briefing", "word", touches="older word")
    room.changed()
    await soon(lambda: english.page.shown == [("briefing", 1, "en: word")])
    await soon(lambda: korean.page.shown == [("briefing", 1, "ko: word")])
    assert korean.page.touched == ["ko: older word"]


@pytest.mark.usefixtures("hurried")
async def test_the_heartbeat_is_heard_every_two_seconds(room: Room, feed: FakeFeed, knock: Knock) -> None:
    reader = await knock(GUEST).greeted()
    began = monotonic()
    await soon(lambda: reader.page.beats >= 4)
    assert 0.5 < monotonic() - began < 1.5, "seconds here stand for ten"


async def beats(reader: Reader, count: int, meanwhile: Callable[[], None] = lambda: None) -> list[float]:
    """When the next `count` heartbeats came; `meanwhile` happens every few hundredths of a second."""
    times: list[float] = []
    came, again = reader.page.beats, 0.0
    async with asyncio.timeout(10):
        while len(times) < count:
            if reader.page.beats > came:
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
    assert len(counsel.page.shown) > 10


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
    lead.page.beats = 0
    await asyncio.sleep(2 * half)
    assert lead.page.beats == 0


async def test_a_hint_does_not_postpone_the_poll(room: Room, feed: FakeFeed, knock: Knock) -> None:
    lead = await knock(LEAD).greeted()  # its knock began the first second
    await asyncio.sleep(0.7)
    room.changed()
    await asyncio.sleep(0.1)
    feed.post("briefing", "nobody hinted")
    await soon(lambda: lead.page.numbers("briefing") == [1], within=0.6)


@pytest.mark.usefixtures("hurried")
async def test_a_room_that_cannot_be_read_falls_silent_and_recovers(
    room: Room, feed: FakeFeed, knock: Knock, caplog: pytest.LogCaptureFixture
) -> None:
    reader = await knock(GUEST).greeted()
    feed.broken = True
    room.changed()
    await asyncio.sleep(0.1)
    reader.page.beats = 0
    await asyncio.sleep(0.3)
    assert reader.page.beats == 0
    assert reader.code is None
    feed.post("briefing", "at last")
    feed.broken = False
    await soon(lambda: reader.page.numbers("briefing") == [1])
    assert "room_unreadable" in caplog.text
    assert "secret plan" not in caplog.text


# -- rights ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("revoke", "code"),
    [
        (lambda feed: feed.remove(COUNSEL), Close.REMOVED),
        (lambda feed: feed.sign_out(COUNSEL), Close.SIGNED_OUT),
        (lambda feed: feed.invite(COUNSEL, {"briefing", "working"}), Close.OTHER_RIGHTS),
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
    assert counsel.page.shown == []
    await soon(lambda: lead.page.numbers("working") == [1, 2])


async def test_what_was_due_to_a_slow_reader_is_dropped_with_the_right(
    room: Room, feed: FakeFeed, knock: Knock
) -> None:
    counsel, lead = await knock(COUNSEL).greeted(), await knock(LEAD).greeted()
    counsel.line.block()
    feed.post("working", "fills the line")
    room.changed()
    await soon(lambda: lead.page.numbers("working") == [1])
    feed.post("privileged", "due, and not yet sent to the slow reader")
    feed.post("working", "seen")
    room.changed()
    await soon(lambda: lead.page.numbers("working") == [1, 2])
    feed.remove(COUNSEL)
    room.changed()
    await soon(lambda: counsel.code is Close.REMOVED)
    counsel.line.free()
    assert counsel.page.numbers("privileged") == []
    assert counsel.page.numbers("working") == [1]


async def test_a_right_lost_on_the_doorstep_shows_nothing(room: Room, feed: FakeFeed, knock: Knock) -> None:
    """A read that was already on its way knows the new entry but was not asked about the newcomer."""
    await knock(LEAD).greeted()
    await knock(COUNSEL).greeted()  # on another page: those who see the same are here already
    feed.post("working", "committed after the logout")
    feed.hold()
    room.changed()
    await asyncio.to_thread(feed.waiting.wait, 2)
    counsel = knock(COUNSEL)
    await asyncio.sleep(0.05)
    assert counsel.page.raw == []
    feed.sign_out(COUNSEL)
    feed.let_go()
    await soon(lambda: counsel.code is Close.SIGNED_OUT)
    assert counsel.page.raw == []


async def test_whoever_is_newly_cleared_loads_the_backlog(room: Room, feed: FakeFeed, knock: Knock) -> None:
    lead = await knock(LEAD).greeted()
    feed.invite(LEAD)
    room.changed()
    await soon(lambda: lead.code is Close.OTHER_RIGHTS)


async def test_a_stranger_at_the_door_gets_nothing(room: Room, feed: FakeFeed, knock: Knock) -> None:
    feed.sessions.add("session99")
    stranger = knock(99)
    await soon(lambda: stranger.code is Close.STRANGER)
    assert stranger.page.raw == []


@pytest.mark.parametrize("held", [{"nonsense": 1}, {"briefing": 0, "working": 0, "privileged": 0}, {}])
async def test_nothing_is_read_for_the_sake_of_whoever_may_not_see_it(
    room: Room, feed: FakeFeed, knock: Knock, held: dict[str, int]
) -> None:
    """Neither for a stranger nor for a guest who asks for more: the time it took would tell how much there is."""
    for stream in sorted(EVERYTHING):
        for n in range(30):
            feed.post(stream, f"entry {n}")
    feed.sessions.add("session99")
    for person in (99, GUEST):
        nosy = knock(person)
        room.leave(nosy.watcher)
        nosy.code = None
        nosy.watcher = Watcher(
            (person, f"session{person}"),
            replace(Offer.parse([]), held=held, epoch="first"),
            nosy.line,
            nosy._closed,
        )
        room.knock(nosy.watcher)
        await soon(lambda nosy=nosy: nosy.code)
        assert nosy.code in (Close.STRANGER, Close.OTHER_RIGHTS)
        assert nosy.page.raw == []
    assert all(asked == {} for asked in feed.asked)


async def test_a_read_that_fails_sends_the_newcomers_away_and_harms_nobody_else(
    room: Room, feed: FakeFeed, knock: Knock
) -> None:
    lead = await knock(LEAD).greeted()
    feed.broken = True
    counsel = knock(COUNSEL)
    await soon(lambda: counsel.code is Close.TRY_AGAIN)
    feed.broken = False
    feed.post("working", "for those who stayed")
    room.changed()
    await soon(lambda: lead.page.numbers("working") == [1])
    assert lead.code is None


# -- histories that do not fit --------------------------------------------------------------------


async def test_a_page_too_far_behind_loads_afresh(room: Room, feed: FakeFeed, knock: Knock) -> None:
    for n in range(501):
        feed.post("briefing", f"entry {n}")
    behind = knock(GUEST, briefing=0)
    await soon(lambda: behind.code is Close.RELOAD)
    just = await knock(GUEST, briefing=1).greeted()
    assert just.page.numbers("briefing") == list(range(2, 502))
    feed.asked.clear()
    again = knock(GUEST, briefing=0)
    await soon(lambda: again.code is Close.RELOAD)
    assert all(asked == {"briefing": 501} for asked in feed.asked), "nothing is read for whom it cannot help"


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
    await soon(lambda: fresh.page.numbers("briefing") == [1])


async def test_a_record_that_lost_entries_is_loaded_afresh(room: Room, feed: FakeFeed, knock: Knock) -> None:
    feed.post("briefing", "one")
    reader = await knock(GUEST).greeted()
    assert reader.page.numbers("briefing") == [1]
    feed.told["briefing"].clear()
    room.changed()
    await soon(lambda: reader.code is Close.RELOAD)


async def test_a_reader_left_behind_by_the_ring_is_let_go(room: Room, feed: FakeFeed, knock: Knock) -> None:
    slow, quick = await knock(GUEST).greeted(), await knock(GUEST).greeted()
    slow.line.block()
    for n in range(502):
        feed.post("briefing", f"entry {n}")
        if n % 100 == 0:
            room.changed()
            await soon(lambda: quick.page.held["briefing"] == len(feed.told["briefing"]))
    room.changed()
    await soon(lambda: slow.code is Close.TOO_SLOW)
    await soon(lambda: quick.page.held == {"briefing": 502})
    assert slow.page.held == {"briefing": 1}, "what was written before the line was seen to be full"


async def test_more_at_once_than_the_rings_hold_loads_the_page_afresh(
    room: Room, feed: FakeFeed, knock: Knock
) -> None:
    reader = await knock(GUEST).greeted()
    for n in range(501):
        feed.post("briefing", f"entry {n}")
    room.changed()
    await soon(lambda: reader.code is Close.TOO_SLOW)
    assert reader.page.shown == []


async def test_a_slow_reader_is_brought_level_when_its_line_is_free(
    room: Room, feed: FakeFeed, knock: Knock
) -> None:
    slow, quick = await knock(LEAD).greeted(), await knock(LEAD).greeted()
    slow.line.block()
    for n in range(1, 31):
        feed.post(("briefing", "working")[n % 2], f"entry {n}")
        if n % 3 == 0:
            room.changed()
            await soon(lambda n=n: sum(quick.page.held.values()) == n)
    assert sum(slow.page.held.values()) < 3
    slow.line.free()
    assert slow.page.held == quick.page.held == {"briefing": 15, "working": 15}
    feed.post("working", "for both alike")
    room.changed()
    await soon(lambda: slow.page.held["working"] == quick.page.held["working"] == 16)


async def test_a_slow_reader_hears_no_heartbeat_that_is_not_true(
    room: Room, feed: FakeFeed, knock: Knock, half: float
) -> None:
    slow, quick = await knock(GUEST).greeted(), await knock(GUEST).greeted()
    slow.line.block()
    feed.post("briefing", "fills the line")
    room.changed()
    await soon(lambda: quick.page.shown)
    feed.post("briefing", "waits")
    room.changed()
    before = slow.page.beats
    await beats(quick, 2)
    assert slow.page.beats == before
    slow.line.free()
    await beats(slow, 1)
    assert slow.page.numbers("briefing") == [1, 2]


# -- what is asked of the record ------------------------------------------------------------------


async def test_those_who_watch_are_looked_into_again_only_when_a_session_ended(
    room: Room, feed: FakeFeed, knock: Knock
) -> None:
    lead, counsel = await knock(LEAD).greeted(), await knock(COUNSEL).greeted()
    feed.looked_into.clear()
    feed.post("briefing", "word")
    room.changed()
    await soon(lambda: counsel.page.shown)
    assert feed.looked_into == [set()]
    feed.sign_out(COUNSEL)
    room.changed()
    await soon(lambda: counsel.code is Close.SIGNED_OUT)
    assert feed.looked_into == [set(), {LEAD, COUNSEL}]
    assert lead.code is None


async def test_a_session_that_grew_too_old_is_found_by_the_audit(
    room: Room, feed: FakeFeed, knock: Knock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live.room, "AUDIT_SECONDS", 0.3)
    counsel = await knock(COUNSEL).greeted()
    feed.expire(COUNSEL)
    await soon(lambda: counsel.code is Close.SIGNED_OUT)


async def test_a_room_that_does_not_exist_has_only_strangers(feed: FakeFeed) -> None:
    async def read(room: int, question: Question) -> Snapshot | None:
        return feed.read(room, question)

    nowhere = Room(2, read, presence_stream="working", hears=lambda: True, tell=lambda _pk, _people: None)
    counsel = Reader(nowhere, feed, COUNSEL)
    await soon(lambda: counsel.code is Close.STRANGER)
    assert nowhere.deserted
    await nowhere.close()


# -- who is here ----------------------------------------------------------------------------------


async def test_the_team_hears_who_is_here_and_a_guest_does_not(
    room: Room, feed: FakeFeed, knock: Knock, half: float, told: list[People]
) -> None:
    lead, guest = await knock(LEAD).greeted(), await knock(GUEST).greeted()
    await knock(COUNSEL, at="revision.5.7").greeted()
    here = [
        {"person": LEAD, "pages": [""]},
        {"person": COUNSEL, "pages": ["revision.5.7"]},
        {"person": GUEST, "pages": [""]},
    ]
    await soon(lambda: lead.page.here == here)
    assert told[-1] == ((LEAD, ("",)), (COUNSEL, ("revision.5.7",)), (GUEST, ("",)))
    late = await knock(LEAD).greeted()
    assert late.page.here == here, "newcomers hear it at once"
    await beats(guest, 1)
    assert guest.page.here is None
    assert not any("presence" in frame for frame in guest.page.raw)


async def test_who_left_is_gone_with_the_next_beat(
    room: Room, feed: FakeFeed, knock: Knock, half: float
) -> None:
    lead, counsel = await knock(LEAD).greeted(), await knock(COUNSEL).greeted()
    await soon(lambda: lead.page.here is not None and len(lead.page.here) == 2)
    room.leave(counsel.watcher)
    await soon(lambda: lead.page.here == [{"person": LEAD, "pages": [""]}])


async def test_others_are_believed_about_people_of_this_room_only(
    room: Room, feed: FakeFeed, knock: Knock, half: float
) -> None:
    lead = await knock(LEAD).greeted()
    now = asyncio.get_running_loop().time()
    room.presence.heard("another process", ((COUNSEL, ("",)), (99, ("",))), now)
    await soon(
        lambda: lead.page.here == [{"person": LEAD, "pages": [""]}, {"person": COUNSEL, "pages": [""]}]
    )


async def test_a_heartbeat_says_when_hints_do_not_come_through(
    room: Room, feed: FakeFeed, knock: Knock, half: float
) -> None:
    lead = await knock(LEAD).greeted()
    await beats(lead, 1)
    assert lead.page.hints is True
    feed.hears = False
    await beats(lead, 1)
    assert lead.page.hints is False
