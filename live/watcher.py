"""One open page."""

import asyncio
from collections.abc import Callable, Mapping

from live import frames
from live.closing import Close
from live.offer import Offer
from live.ring import Ring


class Watcher:
    """Who looks at a room through one socket, and how far this page has been brought.

    There is no queue of its own: the page's place in the shared rings is the queue. So a slow reader costs
    nothing but its place, nothing waits in a buffer after a right is gone, and what is due next is decided at
    the moment it is sent.
    """

    def __init__(
        self, person: int, session_key: str, offer: Offer, dismissed: Callable[[Close], None]
    ) -> None:
        self.identity = (person, session_key)
        self.person = person
        self.epoch = offer.epoch
        self.language = offer.language
        self.held = dict(offer.held)
        self.streams = offer.streams
        self.gone = False
        self._dismissed = dismissed
        self._rings: Mapping[str, Ring] = {}
        self._hello: str | None = None
        self._beat_due = False
        self._news = asyncio.Event()

    def join(self, rings: Mapping[str, Ring]) -> None:
        """From here on this page is served from `rings`, one per stream it is entitled to."""
        self._rings = rings
        self._hello = frames.hello(self.epoch, {stream: ring.head for stream, ring in rings.items()})
        self._news.set()

    def keeps_up(self) -> bool:
        """Whether the rings still reach back to what this page holds."""
        return all(ring.covers(self.held[stream]) for stream, ring in self._rings.items())

    def wake(self, *, beat: bool = False) -> None:
        """There may be something to send; `beat`: at the least a heartbeat."""
        self._beat_due |= beat
        self._news.set()

    def dismiss(self, code: Close) -> None:
        """Send nothing more; say goodbye with `code`."""
        if not self.gone:
            self.gone = True
            self._dismissed(code)

    def next_frame(self) -> str | None:
        """What is due now: the greeting, then entries, then a heartbeat. None: the page has everything."""
        if self.gone:
            return None
        if self._hello is not None:
            hello, self._hello = self._hello, None
            return hello
        for stream, ring in self._rings.items():
            if frame := ring.after(self.held[stream]):
                self.held[stream] = frame.last
                return frame.text
        if self._beat_due:
            self._beat_due = False
            return frames.heartbeat(self.epoch, self.held)
        return None

    async def news(self) -> None:
        """Wait until `next_frame` is worth asking again."""
        await self._news.wait()
        self._news.clear()
