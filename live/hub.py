"""One per process: the rooms somebody watches here, and what wakes them."""

import asyncio
from contextlib import suppress

from django.conf import settings

from live.feed import Admission, Feed, Snapshot
from live.identity import person_of
from live.room import Question, Room
from live.subscription import listen
from live.threads import DatabaseThreads
from live.watcher import Watcher

LINGER_SECONDS = 60.0
"""A deserted room keeps its rings this long: browsers that are cut off all at once come back all at once."""


class Hub:
    """Lives in the event loop; only the feed's questions leave it, to threads of their own.

    Admissions have separate threads, so that a thousand people coming back do not delay those who stayed.
    """

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._rooms: dict[int, Room] = {}
        self._reading = DatabaseThreads("live-read", size=3)
        self._admitting = DatabaseThreads("live-admit", size=2)
        self._listening: asyncio.Task[None] | None = None

    async def admit(self, room: int, session_key: str) -> tuple[int | None, Admission | None]:
        """Who this session is (None: nobody) and what they may see of the room (None: a stranger)."""
        return await self._admitting.run(self._ask_in, room, session_key)

    def _ask_in(self, room: int, session_key: str) -> tuple[int | None, Admission | None]:
        person = person_of(session_key)
        return person, None if person is None else self._feed.admit(room, person, session_key)

    def knock(self, room: int, watcher: Watcher) -> None:
        """Serve `watcher` as soon as a read has confirmed it; it hears of it through its own methods."""
        if self._listening is None:
            self._listening = asyncio.create_task(listen(settings.REDIS_URL, self._heard), name="hints")
        if room not in self._rooms:
            self._rooms[room] = Room(room, self._read)
        self._rooms[room].knock(watcher)

    def leave(self, room: int, watcher: Watcher) -> None:
        if room in self._rooms:
            self._rooms[room].leave(watcher)
            if self._rooms[room].deserted:
                asyncio.get_running_loop().call_later(LINGER_SECONDS, self._forget, room)

    async def close(self) -> None:
        if self._listening is not None:
            self._listening.cancel()
            with suppress(asyncio.CancelledError):
                await self._listening
        for room in self._rooms.values():
            await room.close()
        self._reading.close()
        self._admitting.close()

    async def _read(self, room: int, question: Question) -> Snapshot:
        return await self._reading.run(self._feed.read, room, *question)

    def _heard(self, room: int | None) -> None:
        if room is None:
            for each in self._rooms.values():
                each.changed()
        elif room in self._rooms:
            self._rooms[room].changed()

    def _forget(self, room: int) -> None:
        if room in self._rooms and self._rooms[room].deserted:
            del self._rooms[room]
