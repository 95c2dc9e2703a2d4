"""One watched room: a reading loop, the rings it fills, and the pages it serves from them."""

import asyncio
import traceback
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import suppress
from time import monotonic

import structlog

from live.closing import Close
from live.feed import Item, Snapshot
from live.ring import BrokenFeed, Ring
from live.watcher import Watcher

log = structlog.get_logger(__name__)

POLL_SECONDS = 1.0
"""How late a lost hint can make us. Also how soon a logout is noticed, for which nobody sends a hint."""

BEAT_SECONDS = 1.5
"""At least this long between heartbeats, so with the poll one every 2 s. Pages lose patience after 4.5 s."""

Read = Callable[
    [int, Mapping[str, int], int, Collection[tuple[int, str]], Collection[str]],
    Awaitable[Snapshot],
]


class Room:
    """Reads while anybody watches: at every hint, and at least once a second.

    One read at a time; hints that arrive meanwhile cause one more. Whatever a read brings is applied in one
    step without an await, rights before entries, so nothing is offered under rights older than itself.
    """

    def __init__(self, pk: int, read: Read) -> None:
        self.pk = pk
        self._read = read
        self._watching: set[Watcher] = set()
        self._knocking: set[Watcher] = set()
        self._rings: dict[tuple[str, str], Ring] = {}
        self._epoch = ""
        self._rights: Mapping[int, frozenset[str]] = {}
        self._rights_version = -1  # older than any: the first read brings the rights
        self._beat_at = 0.0
        self._failing = False
        self._changed = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None

    def knock(self, watcher: Watcher) -> None:
        """Let `watcher` in with the next read that was asked about its session and its rights.

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
        try:
            while not self.deserted:
                self._changed.clear()
                await self._look()
                with suppress(TimeoutError):
                    async with asyncio.timeout(POLL_SECONDS):
                        await self._changed.wait()
        finally:
            self._loop = None

    async def _look(self) -> None:
        knocking = set(self._knocking)
        asked = self._watching | knocking
        cursors = self._cursors(knocking)
        languages = {watcher.language for watcher in asked}
        identities = {watcher.identity for watcher in asked}
        try:
            snapshot = await self._read(self.pk, cursors, self._rights_version, identities, languages)
            self._apply(snapshot, cursors.keys(), languages, knocking)
        except Exception as error:  # whatever it is, the room lives on: silent now, and reading again in a second
            self._report(error)
        else:
            self._failing = False

    def _cursors(self, knocking: Collection[Watcher]) -> dict[str, int]:
        """From where to read each watched stream: as far back as its rings, or the page furthest behind, need."""
        wanted: dict[str, set[int]] = defaultdict(set)
        for watcher in self._watching:
            for stream in watcher.streams:
                wanted[stream].add(self._rings[stream, watcher.language].head)
        for watcher in knocking:
            for stream, n in watcher.held.items():
                ring = self._rings.get((stream, watcher.language))
                wanted[stream].add(ring.head if ring and ring.covers(n) else n)
        return {stream: min(numbers) for stream, numbers in wanted.items()}

    def _apply(
        self, snapshot: Snapshot, streams: Collection[str], languages: Collection[str], knocking: Collection[Watcher]
    ) -> None:
        if self._is_other_history(snapshot):
            self._start_over()
            return
        self._epoch = snapshot.epoch
        self._rights_version = snapshot.rights_version
        if snapshot.rights is not None:
            self._rights = snapshot.rights
        for watcher in list(self._watching):
            if code := self._reason_to_close(watcher, snapshot):
                self._dismiss(watcher, code)

        grew = self._fill_rings(snapshot, streams, languages)
        beat = monotonic() - self._beat_at >= BEAT_SECONDS
        if beat:
            self._beat_at = monotonic()
        for watcher in list(self._watching):
            if not watcher.keeps_up():
                self._dismiss(watcher, Close.TOO_SLOW)
            elif grew or beat:
                watcher.wake(beat=beat)
        for watcher in knocking:
            self._let_in(watcher, snapshot)

    def _reason_to_close(self, watcher: Watcher, snapshot: Snapshot) -> Close | None:
        if watcher.identity not in snapshot.alive:
            return Close.SIGNED_OUT
        if watcher.person not in self._rights:
            return Close.REMOVED
        if watcher.streams != self._rights[watcher.person]:
            return Close.RELOAD
        return None

    def _let_in(self, watcher: Watcher, snapshot: Snapshot) -> None:
        self._knocking.discard(watcher)
        if watcher.gone:
            return
        if code := self._reason_to_close(watcher, snapshot):
            self._dismiss(watcher, code)
            return
        rings = {stream: self._rings[stream, watcher.language] for stream in watcher.streams}
        if watcher.epoch != self._epoch or not all(ring.covers(watcher.held[s]) for s, ring in rings.items()):
            self._dismiss(watcher, Close.RELOAD)
            return
        watcher.join(rings)
        self._watching.add(watcher)

    def _dismiss(self, watcher: Watcher, code: Close) -> None:
        """First out of the set, then told: whatever happens in between does not reach it."""
        self._watching.discard(watcher)
        self._knocking.discard(watcher)
        watcher.dismiss(code)

    def _fill_rings(self, snapshot: Snapshot, streams: Collection[str], languages: Collection[str]) -> bool:
        """Bring the rings of what is watched up to the snapshot and forget the others. True when any grew."""
        runs: dict[str, list[Item]] = defaultdict(list)
        for item in sorted(snapshot.items, key=lambda item: item.n):
            runs[item.stream].append(item)
        rings = {}
        for stream in streams:
            head = snapshot.heads[stream]
            for language in languages:
                ring = self._rings.get((stream, language)) or Ring(stream, language, snapshot.epoch, head)
                ring.extend(runs[stream], head)
                rings[stream, language] = ring
        self._rings = rings
        return bool(snapshot.items)

    def _is_other_history(self, snapshot: Snapshot) -> bool:
        """Whether the record was replaced, by a restore for instance: another epoch, or numbers running back."""
        if not self._epoch:
            return False
        shrank = any(ring.head > snapshot.heads[stream] for (stream, _), ring in self._rings.items())
        return shrank or snapshot.epoch != self._epoch

    def _start_over(self) -> None:
        for watcher in list(self._watching):
            self._dismiss(watcher, Close.RELOAD)
        self._rings, self._epoch, self._rights_version = {}, "", -1
        self._changed.set()

    def _report(self, error: Exception) -> None:
        """Say once per outage where it failed, but not with what message: that might quote an entry."""
        if self._failing:
            return
        self._failing = True
        path = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
        detail = str(error) if isinstance(error, BrokenFeed) else ""
        log.error("room_unreadable", room=self.pk, error=type(error).__name__, detail=detail, path=path)
