"""The newest rendered entries of one stream in one language, kept so that catching up needs no database."""

from collections.abc import Sequence
from dataclasses import dataclass

from live import frames
from live.feed import CATCH_UP_LIMIT, Item
from live.frame import Frame

FRAME_BYTES = 64 * 1024
"""A frame is closed once it holds this much; only a single huge entry can make it longer."""

CACHED_RUNS = 32


class BrokenFeed(Exception):
    """The feed left out an entry it had counted. Silence is better than a history with a hole."""


@dataclass(frozen=True)
class Run:
    """Entries that follow each other, up to number `last`, as one frame."""

    frame: Frame
    last: int


class Ring:
    """Entries up to `head`, without a gap, at most `CATCH_UP_LIMIT` of them."""

    def __init__(self, stream: str, language: str, epoch: str, head: int) -> None:
        self.head = head
        self._stream, self._language, self._epoch = stream, language, epoch
        self._encoded: list[str] = []
        self._runs: dict[int, Run] = {}

    def covers(self, n: int) -> bool:
        """Whether a page that holds everything up to `n` can be brought up to date from here."""
        return self.head - len(self._encoded) <= n <= self.head

    def extend(self, run: Sequence[Item], head: int) -> None:
        """Take in a run of entries that ends at `head`. It may overlap what is here; the newer look wins.

        Raises BrokenFeed when the run has a hole or stops short.
        """
        self.check(run, head)
        if not run:
            return
        missing = run[0].n - self.head - 1
        keep = max(0, len(self._encoded) + missing) if missing <= 0 else 0
        fresh = [frames.entry(item, self._language) for item in run]
        self._encoded = [*self._encoded[:keep], *fresh][-CATCH_UP_LIMIT:]
        self.head = head
        self._runs.clear()

    def check(self, run: Sequence[Item], head: int) -> None:
        """Raise BrokenFeed unless `extend` would take this."""
        numbers = [item.n for item in run]
        if numbers != list(range(head - len(run) + 1, head + 1)) or (not run and head != self.head):
            raise BrokenFeed(f"numbers {numbers[:1]}..{numbers[-1:]} do not lead from {self.head} to {head}")

    def after(self, n: int) -> Run | None:
        """What comes next for a page that holds everything up to `n`; the same frame for everyone who asks."""
        if n >= self.head:
            return None
        if n not in self._runs:
            if len(self._runs) >= CACHED_RUNS:
                self._runs.clear()
            self._runs[n] = self._build(n)
        return self._runs[n]

    def _build(self, n: int) -> Run:
        start = len(self._encoded) - (self.head - n)
        size, end = 0, start
        while end < len(self._encoded) and size < FRAME_BYTES:
            size += len(self._encoded[end])
            end += 1
        text = frames.entries(self._stream, self._epoch, self._encoded[start:end])
        return Run(Frame(text), last=n + end - start)
