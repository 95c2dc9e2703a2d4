"""How late the box itself was: what no promise can be blamed for."""

import asyncio
from bisect import bisect_left, bisect_right
from contextlib import suppress
from operator import itemgetter
from pathlib import Path
from time import monotonic, time

from tests.faults.house import House

TICK = 0.05  # seconds
USUAL = 0.003  # seconds that a tick is late where nobody else wants the processors


class Lag:
    """Counts how long the house's web and these tests stood in line for a processor.

    On a box of its own that is nothing. Beside others a promise of five seconds is held to five seconds and exactly
    that much: the kernel counts for every thread how long it was ready to run and did not (/proc/…/schedstat), and
    here the most of any thread of the web counts. Of ourselves, how late our own event loop was.
    """

    def __init__(self, house: House) -> None:
        self._house = house
        self._marks: list[tuple[float, float]] = [(time(), 0.0)]  # when, and seconds lost until then
        self._counting = asyncio.create_task(self._count(), name="lag")

    def during(self, since: float, until: float) -> float:
        """Seconds lost between the two, which are seconds since 1970."""
        first = bisect_right(self._marks, since, key=itemgetter(0)) - 1
        last = bisect_left(self._marks, until, key=itemgetter(0))
        return max(self._lost(last) - self._lost(first), 0.0)

    def _lost(self, index: int) -> float:
        return self._marks[max(0, min(index, len(self._marks) - 1))][1]

    async def close(self) -> None:
        self._counting.cancel()
        await asyncio.gather(self._counting, return_exceptions=True)

    async def _count(self) -> None:
        before, lost = self._waited(), 0.0
        while True:
            due = monotonic() + TICK
            await asyncio.sleep(TICK)
            lost += max(monotonic() - due - USUAL, 0.0)
            now = self._waited()
            lost += max((waited - before.get(thread, waited) for thread, waited in now.items()), default=0.0)
            self._marks.append((time(), lost))
            before = now

    def _waited(self) -> dict[str, float]:
        """Of each thread of the web, in seconds. Nothing where the kernel does not say, or while there is no web."""
        waited = {}
        with suppress(OSError, AssertionError):
            for pid in self._house.web_pids():
                for thread in Path(f"/proc/{pid}/task").iterdir():
                    with suppress(OSError, ValueError, IndexError):
                        waited[thread.name] = int((thread / "schedstat").read_text().split()[1]) / 1e9
        return waited
