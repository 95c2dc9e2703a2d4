"""One watched room: the loop that reads it, and the pages it serves."""

import asyncio
import traceback
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import suppress
from math import inf
from threading import Event

import structlog

from live.closing import Close
from live.crowd import Crowd
from live.feed import Identity, Question, Snapshot
from live.frame import Frame
from live.passes import Pass
from live.presence import People, Presence, presence_frame
from live.ring import BrokenFeed
from live.rings import Rings
from live.watcher import Watcher

log = structlog.get_logger(__name__)

POLL_SECONDS = 1.0
"""How late a lost hint can make us. Also how soon a logout is noticed, for which nobody sends a hint."""

BEAT_SECONDS = 2.0
"""From heartbeat to heartbeat, by the clock alone. Pages lose patience after 3.5 s."""

FRESH_POLLS = 1.5
"""A heartbeat vouches for a read that began no longer ago than this many polls: the last one due, and some slack."""

AUDIT_SECONDS = 10.0
"""How often every session is looked into although none was ended: some simply expire."""

UNKNOWN = -1
"""A version that no record ever had, so that the next read brings what belongs to it."""

Read = Callable[[int, Question], Awaitable[Snapshot | None]]
Tell = Callable[[int, People], None]


class Room:
    """Reads while anybody watches: at every hint, and at least once a second.

    One read at a time; hints that arrive meanwhile cause one more. Whatever a read brings is applied in one
    step without an await, rights before entries, so nothing is offered under rights older than itself.

    Polls and heartbeats have deadlines that are fixed when the loop starts. No hint and no read moves them, or
    their timing would tell everyone that something happened which not everyone may see.
    """

    def __init__(
        self, pk: int, read: Read, *, presence_stream: str, hears: Callable[[], bool], tell: Tell
    ) -> None:
        """`hears`: whether hints reach this process. `tell` lets the other processes know who is here."""
        self.pk = pk
        self.presence = Presence()
        self._rights_version = UNKNOWN
        self._read, self._hears, self._tell = read, hears, tell
        self._presence_stream = presence_stream
        self._presence_told: Frame | None = None
        self._watching: dict[Watcher, Identity] = {}
        self._knocking: dict[Watcher, Identity] = {}
        self._expected: set[Watcher] = (
            set()
        )  # of those knocking: found in order, and waiting for their entries
        self._crowds: dict[tuple[frozenset[str], str], Crowd] = {}
        self._rings = Rings()
        self._epoch = ""
        self._rights: Mapping[int, frozenset[str]] = {}
        self._standing = UNKNOWN
        self._audit_due = 0.0
        self._read_at = -inf  # when the last read began, if it went well
        self._failing = False
        self._changed = asyncio.Event()
        self._waiting: list[Event] = []  # of those who changed something, and let the look at it go first
        self._loop: asyncio.Task[None] | None = None

    def knock(self, watcher: Watcher) -> None:
        """Let `watcher` in with a read that is asked about its session and its rights.

        Not earlier: an entry may have been committed after this person was sent away, and only a read that
        knows both can tell. And until one has found them in order nothing is read for their sake, or the time
        it takes would tell a stranger how much there is.
        """
        self._knocking[watcher] = watcher.identity
        self._changed.set()
        if self._loop is None:
            self._loop = asyncio.create_task(self._keep_reading(), name=f"room {self.pk}")

    def leave(self, watcher: Watcher) -> None:
        watcher.gone = True
        self._forget(watcher)

    def changed(self, looked: Event | None = None) -> None:
        """A hint: look now instead of at the next poll, and set `looked` when that is done."""
        self._changed.set()
        if looked and self._loop is None:
            looked.set()
        elif looked:
            self._waiting.append(looked)

    def honours(self, shown: Pass) -> bool:
        """Whether the pass may be taken at its word: nobody's rights have moved since, as far as is known here."""
        return self._rights_version == UNKNOWN or shown.is_as_new_as(self._rights_version)

    @property
    def deserted(self) -> bool:
        return not (self._watching or self._knocking)

    async def close(self) -> None:
        if self._loop is not None:
            self._loop.cancel()
            with suppress(asyncio.CancelledError):
                await self._loop

    async def _keep_reading(self) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        self._beat_from(began)
        try:
            while not self.deserted:
                self._changed.clear()
                waiting, self._waiting = self._waiting, []
                await self._look()
                for looked in waiting:
                    looked.set()
                polls = (loop.time() - began) // POLL_SECONDS
                with suppress(TimeoutError):
                    async with asyncio.timeout_at(began + (polls + 1) * POLL_SECONDS):
                        await self._changed.wait()
        finally:
            self._beating.cancel()
            self._loop = self._presence_told = None
            self._tell(self.pk, ())

    def _beat_from(self, last: float) -> None:
        """Beat on time even while a read is under way: how long that takes depends on what there is to read."""
        due = last + BEAT_SECONDS
        self._beating = asyncio.get_running_loop().call_at(due, self._beat, due)

    def _beat(self, due: float) -> None:
        self._beat_from(due)
        if asyncio.get_running_loop().time() - self._read_at < FRESH_POLLS * POLL_SECONDS:
            for crowd in self._crowds.values():
                crowd.beat(hints=self._hears())
        self._say_who_is_here()

    def _say_who_is_here(self) -> None:
        """With the beat, so that nobody learns more than that somebody came or went within two seconds."""
        self._tell(self.pk, self.presence.mine())
        self.presence.forget_silent(asyncio.get_running_loop().time())
        frame = Frame(presence_frame(self.presence.here(among=self._rights)))
        if self._presence_told is None or frame.text != self._presence_told.text:
            self._presence_told = frame
            for crowd in self._crowds.values():
                self._notify(crowd)

    def _notify(self, crowd: Crowd) -> None:
        if self._presence_told is not None and self._presence_stream in crowd.streams:
            crowd.notice(self._presence_told)

    async def _look(self) -> None:
        knocking = tuple(self._knocking)
        began = asyncio.get_running_loop().time()
        try:
            question = self._question(knocking)
            snapshot = await self._read(self.pk, question)
            if snapshot is None:
                self._dismiss_all(Close.STRANGER)
            else:
                self._apply(snapshot, question, knocking)
            self._read_at, self._failing = began, False
        except Exception as error:  # the room lives on: silent for now, and read again in a second
            self._report(error)
            for watcher in knocking:  # should it be because of one of them, it is not the others' trouble
                self._dismiss(watcher, Close.TRY_AGAIN)

    def _question(self, knocking: Collection[Watcher]) -> Question:
        """Read on from the rings, and from as far back as those need who are expected."""
        cursors = self._rings.heads()
        for watcher in self._expected:
            for stream, held in watcher.held.items():
                start = self._rings.start(stream, watcher.language, held)
                cursors[stream] = min(start, cursors.get(stream, start))
        return Question(
            cursors=cursors,
            rights_version=self._rights_version,
            standing=self._standing if asyncio.get_running_loop().time() < self._audit_due else UNKNOWN,
            watching=tuple(self._watching.values()),
            knocking=tuple(watcher.identity for watcher in knocking),
            languages=self._rings.languages() | {watcher.language for watcher in self._expected},
        )

    def _apply(self, snapshot: Snapshot, question: Question, knocking: Collection[Watcher]) -> None:
        if self._epoch and (snapshot.epoch != self._epoch or self._rings.are_ahead_of(snapshot)):
            self._start_over()
            return
        self._epoch = snapshot.epoch
        self._take_rights(snapshot, question)
        self._rings.fill(snapshot, question.cursors.keys(), question.languages)
        for crowd in self._crowds.values():
            crowd.serve_from(self._rings.of(crowd.streams, crowd.language))
            for watcher in crowd.left_behind():
                self._dismiss(watcher, Close.TOO_SLOW)
        for watcher in knocking:
            if not watcher.gone:
                self._let_in(watcher, snapshot)
        self._crowds = {key: crowd for key, crowd in self._crowds.items() if crowd}
        if self._crowds:
            needed: list[Crowd | Watcher] = [*self._crowds.values(), *self._expected]
            self._rings.keep({(stream, each.language) for each in needed for stream in each.streams})

    def _take_rights(self, snapshot: Snapshot, question: Question) -> None:
        """Send away whoever may no longer look, before anything new is sent."""
        self._rights_version, self._standing = snapshot.rights_version, snapshot.standing
        if question.standing == UNKNOWN:
            self._audit_due = asyncio.get_running_loop().time() + AUDIT_SECONDS
        if snapshot.rights is not None:
            self._rights = snapshot.rights
        elif not snapshot.ended:
            return
        for watcher in list(self._watching):
            if code := self._reason_to_close(watcher, snapshot):
                self._dismiss(watcher, code)

    def _reason_to_close(self, watcher: Watcher, snapshot: Snapshot) -> Close | None:
        if watcher.identity in snapshot.ended:
            return Close.SIGNED_OUT
        if watcher.person not in self._rights:
            return Close.REMOVED if watcher in self._watching else Close.STRANGER
        if watcher.streams != self._rights[watcher.person]:
            return Close.OTHER_RIGHTS
        return None

    def _let_in(self, watcher: Watcher, snapshot: Snapshot) -> None:
        if code := self._reason_to_close(watcher, snapshot):
            self._dismiss(watcher, code)
        elif watcher.epoch != self._epoch:
            self._dismiss(watcher, Close.RELOAD)
        elif self._rings.reach(watcher.held, watcher.language):
            self._forget(watcher)
            self._watching[watcher] = watcher.identity
            self.presence.enter(watcher.person, watcher.page)
            self._crowd_of(watcher).join(watcher)
        elif watcher not in self._expected:
            self._expected.add(watcher)
            self._changed.set()
        else:  # it was asked for, and is further back than anybody goes
            self._dismiss(watcher, Close.RELOAD)

    def _crowd_of(self, watcher: Watcher) -> Crowd:
        key = watcher.streams, watcher.language
        if key not in self._crowds:
            self._crowds[key] = Crowd(watcher.streams, watcher.language, self._epoch)
            self._crowds[key].serve_from(self._rings.of(watcher.streams, watcher.language))
            self._notify(self._crowds[key])
        return self._crowds[key]

    def _dismiss(self, watcher: Watcher, code: Close) -> None:
        """First out of the room, then told: whatever happens in between does not reach it."""
        self._forget(watcher)
        watcher.dismiss(code)

    def _dismiss_all(self, code: Close) -> None:
        for watcher in [*self._watching, *self._knocking]:
            self._dismiss(watcher, code)

    def _forget(self, watcher: Watcher) -> None:
        self._knocking.pop(watcher, None)
        self._expected.discard(watcher)
        if self._watching.pop(watcher, None):
            self.presence.leave(watcher.person, watcher.page)
            self._crowds[watcher.streams, watcher.language].leave(watcher)

    def _start_over(self) -> None:
        """The record was replaced, by a restore for instance: nothing we hold can be trusted."""
        for watcher in list(self._watching):
            self._dismiss(watcher, Close.RELOAD)
        self._expected.clear()
        self._crowds, self._rings = {}, Rings()
        self._epoch, self._rights_version, self._standing = "", UNKNOWN, UNKNOWN
        self._changed.set()

    def _report(self, error: Exception) -> None:
        """Fall silent. Say once per outage where it failed, but not with what message: that might quote an entry."""
        self._read_at = -inf
        if self._failing:
            return
        self._failing = True
        path = [
            f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-5:]
        ]
        detail = str(error) if isinstance(error, BrokenFeed) else ""
        log.error("room_unreadable", room=self.pk, error=type(error).__name__, detail=detail, path=path)
