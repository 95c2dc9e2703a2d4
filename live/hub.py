"""One per process: the rooms somebody watches here, and what wakes them."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from threading import Event, get_ident

from django.conf import settings

from live import hints, presence
from live.feed import Feed, Question, Snapshot
from live.identity import is_session_key, person_of
from live.passes import Pass
from live.room import Room
from live.subscription import Subscription
from live.threads import DatabaseThreads
from live.watcher import Watcher

LINGER_SECONDS = 60.0
"""A deserted room keeps its rings this long: browsers that are cut off all at once come back all at once."""


class Hub:
    """Lives in the event loop; only the feed's questions leave it, to threads of their own.

    Whoever comes without a pass is looked up on separate threads, so that a thousand of them do not delay
    those who stayed.
    """

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._rooms: dict[int, Room] = {}
        self._reading = DatabaseThreads("live-read", size=3)
        self._identifying = DatabaseThreads("live-identify", size=2)
        self._subscription: Subscription | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._stop_hearing: Callable[[], None] = lambda: None

    async def identify(self, room: int, session_key: str, token: str) -> tuple[int | None, str]:
        """Who this is (None: nobody) and at which page. Asks the database only of those without a good pass."""
        if not is_session_key(session_key):
            return None, ""
        shown = Pass.read(token, session_key=session_key, room=room)
        known = self._rooms.get(room)
        if shown and (known is None or known.honours(shown)):
            return shown.person, shown.page
        return await self._identifying.run(person_of, session_key), shown.page if shown else ""

    def knock(self, room: int, watcher: Watcher) -> None:
        """Serve `watcher` as soon as a read has confirmed it; it hears of it through its own methods."""
        if self._subscription is None:
            self._listen()
        if room not in self._rooms:
            self._rooms[room] = Room(
                room,
                self._read,
                presence_stream=self._feed.presence_stream,
                hears=self._hears,
                tell=self._tell_presence,
            )
        self._rooms[room].knock(watcher)

    def leave(self, room: int, watcher: Watcher) -> None:
        if room in self._rooms:
            self._rooms[room].leave(watcher)
            if self._rooms[room].deserted:
                asyncio.get_running_loop().call_later(LINGER_SECONDS, self._forget, room)

    async def close(self) -> None:
        self._stop_hearing()
        for task in self._tasks:
            task.cancel()
        for task in list(self._tasks):
            with suppress(asyncio.CancelledError):
                await task
        for room in self._rooms.values():
            await room.close()
        self._reading.close()
        self._identifying.close()

    async def _read(self, room: int, question: Question) -> Snapshot | None:
        return await self._reading.run(self._feed.read, room, question)

    def _listen(self) -> None:
        self._subscription = Subscription(settings.REDIS_URL, self._changed, self._met)
        self._keep(asyncio.create_task(self._subscription.listen(), name="hints"))
        loop, here = asyncio.get_running_loop(), get_ident()

        def heard(room: int) -> Event:
            looked = Event()
            try:
                loop.call_soon_threadsafe(self._changed, room, looked)
            except RuntimeError:  # the loop is being closed, and nobody watches any more
                looked.set()
            if get_ident() == here:  # who holds the loop up must not wait for it
                looked.set()
            return looked

        self._stop_hearing = hints.on_change(heard)

    def _hears(self) -> bool:
        return self._subscription is not None and self._subscription.hears

    def _changed(self, room: int | None, looked: Event | None = None) -> None:
        """`looked` is set once it has been looked at, by a look that begins only now."""
        if room is None:
            for each in self._rooms.values():
                each.changed()
        elif room in self._rooms:
            self._rooms[room].changed(looked)
        elif looked:
            looked.set()

    def _met(self, room: int, said: presence.Said) -> None:
        if room in self._rooms:
            self._rooms[room].presence.heard(said.process, said.people, asyncio.get_running_loop().time())

    def _tell_presence(self, room: int, people: presence.People) -> None:
        if self._subscription is not None:
            telling = self._subscription.tell(f"{presence.CHANNEL}{room}", presence.encode(people))
            self._keep(asyncio.create_task(telling, name=f"presence in room {room}"))

    def _keep(self, task: asyncio.Task[None]) -> None:
        """The loop itself holds tasks only weakly."""
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _forget(self, room: int) -> None:
        if room in self._rooms and self._rooms[room].deserted:
            del self._rooms[room]
