"""One watched room: the loop that reads it, and the pages it serves."""

import asyncio
import traceback
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import suppress
from typing import NamedTuple

import structlog

from live.closing import Close
from live.feed import Snapshot
from live.ring import BrokenFeed
from live.rings import Rings
from live.watcher import Watcher

log = structlog.get_logger(__name__)

POLL_SECONDS = 1.0
"""How late a lost hint can make us. Also how soon a logout is noticed, for which nobody sends a hint."""

BEAT_SECONDS = 2.0
"""From heartbeat to heartbeat, by the clock alone. Pages lose patience after 4.5 s."""


class Question(NamedTuple):
    """What `Feed.read` is asked about a room."""

    cursors: Mapping[str, int]
    rights_version: int
    watchers: Collection[tuple[int, str]]
    languages: Collection[str]


class Room:
    """Reads while anybody watches: at every hint, and at least once a second.

    One read at a time; hints that arrive meanwhile cause one more. Whatever a read brings is applied in one
    step without an await, rights before entries, so nothing is offered under rights older than itself.

    Polls and heartbeats have deadlines that are fixed when the loop starts. No hint and no read moves them, or
    their timing would tell everyone that something happened which not everyone may see.
    """

    def __init__(self, pk: int, read: Callable[[int, Question], Awaitable[Snapshot]]) -> None:
        self.pk = pk
        self._read = read
        self._watching: set[Watcher] = set()
        self._knocking: set[Watcher] = set()
        self._rings = Rings()
        self._epoch = ""
        self._rights: Mapping[int, frozenset[str]] = {}
        self._rights_version = -1  # older than any: the first read brings the rights
        self._has_read = False  # since the last heartbeat, and no read has failed after it
        self._failing = False
        self._changed = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None

    def knock(self, watcher: Watcher) -> None:
        """Let `watcher` in with the next read that is asked about its session and its rights.

        Not earlier: an entry may have been committed after this person was sent away, and only a read that
        knows both can tell.
        """
        self._knocking.add(watcher)
        self._changed.set()
        if self._loop is None:
            self._loop = asyncio.create_task(self._keep_reading(), name=f"room {self.pk}")

    def leave(self, watcher: Watcher) -> None:
        watcher.gone = True
        self._watching.discard(watcher)
        self._knocking.discard(watcher)

    def changed(self) -> None:
        """A hint: look now instead of at the next poll."""
        self._changed.set()

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
                await self._look()
                polls = (loop.time() - began) // POLL_SECONDS
                with suppress(TimeoutError):
                    async with asyncio.timeout_at(began + (polls + 1) * POLL_SECONDS):
                        await self._changed.wait()
        finally:
            self._beating.cancel()
            self._loop = None

    def _beat_from(self, last: float) -> None:
        """Beat on time even while a read is under way: how long that takes depends on what there is to read."""
        due = last + BEAT_SECONDS
        self._beating = asyncio.get_running_loop().call_at(due, self._beat, due)

    def _beat(self, due: float) -> None:
        self._beat_from(due)
        if self._has_read:
            for watcher in self._watching:
                watcher.wake(beat=True)
        self._has_read = False

    async def _look(self) -> None:
        knocking = frozenset(self._knocking)
        question = self._question(self._watching | knocking)
        try:
            snapshot = await self._read(self.pk, question)
            self._apply(snapshot, question, knocking)
            self._has_read, self._failing = True, False
        except Exception as error:  # the room lives on: silent for now, and read again in a second
            self._report(error)

    def _question(self, asking: Collection[Watcher]) -> Question:
        """Read from as far back as the page furthest behind needs, and only streams that somebody watches."""
        cursors: dict[str, int] = {}
        for watcher in asking:
            for stream, held in watcher.held.items():
                start = self._rings.start(stream, watcher.language, held)
                cursors[stream] = min(start, cursors.get(stream, start))
        return Question(
            cursors=cursors,
            rights_version=self._rights_version,
            watchers={watcher.identity for watcher in asking},
            languages={watcher.language for watcher in asking},
        )

    def _apply(self, snapshot: Snapshot, question: Question, knocking: Collection[Watcher]) -> None:
        if self._epoch and (snapshot.epoch != self._epoch or self._rings.are_ahead_of(snapshot)):
            self._start_over()
            return
        self._epoch = snapshot.epoch
        self._rights_version = snapshot.rights_version
        if snapshot.rights is not None:
            self._rights = snapshot.rights
        for watcher in list(self._watching):
            if code := self._reason_to_close(watcher, snapshot):
                self._dismiss(watcher, code)
        if self._rings.fill(snapshot, question.cursors.keys(), question.languages):
            self._wake()
        for watcher in knocking:
            if not watcher.gone:
                self._let_in(watcher, snapshot)

    def _reason_to_close(self, watcher: Watcher, snapshot: Snapshot) -> Close | None:
        if watcher.identity not in snapshot.alive:
            return Close.SIGNED_OUT
        if watcher.person not in self._rights:
            return Close.REMOVED
        if watcher.streams != self._rights[watcher.person]:
            return Close.RELOAD
        return None

    def _wake(self) -> None:
        for watcher in list(self._watching):
            if watcher.keeps_up():
                watcher.wake()
            else:
                self._dismiss(watcher, Close.TOO_SLOW)

    def _let_in(self, watcher: Watcher, snapshot: Snapshot) -> None:
        if code := self._reason_to_close(watcher, snapshot):
            self._dismiss(watcher, code)
            return
        rings = self._rings.of(watcher.streams, watcher.language)
        if watcher.epoch != self._epoch or not all(ring.covers(watcher.held[s]) for s, ring in rings.items()):
            self._dismiss(watcher, Close.RELOAD)
            return
        self._knocking.discard(watcher)
        self._watching.add(watcher)
        watcher.join(rings)

    def _dismiss(self, watcher: Watcher, code: Close) -> None:
        """First out of the set, then told: whatever happens in between does not reach it."""
        self._watching.discard(watcher)
        self._knocking.discard(watcher)
        watcher.dismiss(code)

    def _start_over(self) -> None:
        """The record was replaced, by a restore for instance: nothing we hold can be trusted."""
        for watcher in list(self._watching):
            self._dismiss(watcher, Close.RELOAD)
        self._rings, self._epoch, self._rights_version = Rings(), "", -1
        self._changed.set()

    def _report(self, error: Exception) -> None:
        """Fall silent. Say once per outage where it failed, but not with what message: that might quote an entry."""
        self._has_read = False
        if self._failing:
            return
        self._failing = True
        path = [
            f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-5:]
        ]
        detail = str(error) if isinstance(error, BrokenFeed) else ""
        log.error("room_unreadable", room=self.pk, error=type(error).__name__, detail=detail, path=path)
