"""Pages that get the same: equal streams, equal language."""

from collections.abc import Collection, Iterator, Mapping
from functools import partial

from live import frames
from live.frame import Frame
from live.ring import Ring, Run
from live.watcher import Watcher

Held = dict[str, int]


class Crowd:
    """Most of its pages are abreast: what is new goes to all of them, as the same bytes, in one loop.

    A page whose line is full falls behind. It has no queue of its own: its place in the shared rings is its
    queue. So a slow reader costs nothing but its place, nothing waits anywhere after a right is gone, and what
    is due next is decided at the moment it is sent.
    """

    def __init__(self, streams: frozenset[str], language: str, epoch: str) -> None:
        self.streams = streams
        self.language = language
        self._epoch = epoch
        self._rings: Mapping[str, Ring] = {}
        self._held: Held = {}
        self._abreast: set[Watcher] = set()
        self._behind: dict[Watcher, Held] = {}
        self._notice: Frame | None = None

    def __bool__(self) -> bool:
        return bool(self._abreast or self._behind)

    def serve_from(self, rings: Mapping[str, Ring]) -> None:
        """From here on the pages are served from `rings`, one per stream; send what is new in them."""
        self._rings = rings
        heads = {stream: ring.head for stream, ring in rings.items()}
        if self._held and not self.reaches(self._held):
            self._behind |= dict.fromkeys(self._abreast, self._held)
            self._abreast.clear()
        for stream, run in self._runs_after(self._held or heads) if self._abreast else ():
            self._send(run.frame, {**self._held, stream: run.last})
        self._held = heads

    def join(self, watcher: Watcher) -> None:
        """Greet the page and bring it level with the others, as fast as it reads. The rings must reach it."""
        watcher.wire.drained = partial(self._catch_up, watcher)
        watcher.wire.write(Frame(frames.hello(self._epoch, self._held)))
        self._behind[watcher] = {stream: watcher.held[stream] for stream in self._rings}
        self._catch_up(watcher)

    def leave(self, watcher: Watcher) -> None:
        self._abreast.discard(watcher)
        self._behind.pop(watcher, None)

    def left_behind(self) -> Collection[Watcher]:
        """Those whom the rings no longer reach: they read too slowly, for too long."""
        return [watcher for watcher, held in self._behind.items() if not self.reaches(held)]

    def reaches(self, held: Mapping[str, int]) -> bool:
        """Whether a page that holds this much can be brought up to date from here."""
        return all(ring.covers(held[stream]) for stream, ring in self._rings.items())

    def beat(self, *, hints: bool) -> None:
        """Tell those who have everything that they do. The others hear nothing, and that is the truth."""
        self._send(Frame(frames.heartbeat(self._epoch, self._held, hints=hints)), self._held)

    def notice(self, frame: Frame) -> None:
        """Tell this to all who are here, and to whoever comes after, until there is a newer one."""
        self._notice = frame
        self._send(frame, self._held)

    def _send(self, frame: Frame, held: Held) -> None:
        """`held`: what a page has after this frame."""
        full = [watcher for watcher in self._abreast if not watcher.wire.write(frame)]
        self._held = held
        self._abreast.difference_update(full)
        self._behind |= dict.fromkeys(full, held)

    def _catch_up(self, watcher: Watcher) -> None:
        """Called when the page joins, and whenever its line is free again."""
        held = self._behind.get(watcher)
        if held is None or watcher.gone or not self.reaches(held):
            return
        for stream, run in self._runs_after(held):
            if not watcher.wire.ready:
                return
            watcher.wire.write(run.frame)
            held = self._behind[watcher] = {**held, stream: run.last}
        if watcher.wire.ready:
            del self._behind[watcher]
            self._abreast.add(watcher)
            if self._notice is not None:
                watcher.wire.write(self._notice)

    def _runs_after(self, held: Mapping[str, int]) -> Iterator[tuple[str, Run]]:
        for stream, ring in self._rings.items():
            n = held[stream]
            while run := ring.after(n):
                yield stream, run
                n = run.last
