"""A server that runs, its readers, and what is measured of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.contenders.base import Contender
from bench.cost import cpu_ns, family, rss_kb
from bench.load import Load, LoadFailed
from bench.numbers import percentile
from bench.world import Room

FIRST_READERS = 10
"""So many are served before memory is looked at: what a server makes once is not the price of a connection."""
PATIENCE_SECONDS = 20
LEAST_FOR_MEMORY = 500
"""Among fewer watchers than this, memory per connection is mostly something else."""


@dataclass(frozen=True)
class Sample:
    """One server, one round, N watchers. Times in ms. `cpu` and `stores`: ms per 1,000 deliveries, of the server
    and of Postgres and Valkey meanwhile. `kb`: memory per connection."""

    last: list[float]
    cpu: float
    stores: float
    kb: float | None

    @property
    def p50(self) -> float:
        return percentile(self.last, 50)

    @property
    def p99(self) -> float:
        return percentile(self.last, 99)


def warm_up(contender: Contender, load: Load, readers: int) -> None:
    """Publish until everybody has heard something: only then is everybody really there."""
    for attempt in range(8):
        expected = contender.head() + 1
        load.base(expected - 1)
        load.expect(expected, readers, seconds=1 + attempt)
        contender.publish()
        if load.reached().count == readers:
            return
    raise LoadFailed(f"{contender.name} does not reach its {readers} readers: {load.totals()}")


class Watched:
    """`grow` to N readers, `tell` them things, take the `sample`."""

    def __init__(self, contender: Contender, load: Load, most: int) -> None:
        self.contender = contender
        self.load = load
        self.readers = 0
        self._pids = family(contender.child.pid)
        load.clients(contender.readers(most))
        self.grow(FIRST_READERS)
        self._idle = rss_kb(self._pids)

    def grow(self, readers: int) -> None:
        """Let in as many more as it takes, and forget what was measured with fewer."""
        self.load.connect(self.readers, readers - self.readers)
        self.readers = readers
        self._last: list[float] = []
        self._cpu = self._stores = 0
        warm_up(self.contender, self.load, readers)

    def tell(self) -> float:
        """Publish one, and how long it took until the last reader had it, in ms."""
        expected = self.contender.head() + 1
        self.load.expect(expected, self.readers, seconds=PATIENCE_SECONDS)
        said, at = self.contender.publish()
        reached = self.load.reached()
        if said != expected or reached.count < self.readers:
            had = f"{reached.count} of {self.readers} have entry {expected}"
            raise LoadFailed(f"{self.contender.name}: {had}: {self.load.totals()}")
        return (reached.last - at) / 1e6

    def measure(self, stores: list[int], settle: Callable[[], None]) -> None:
        """Tell one, and count what it cost until the server has settled."""
        cpu, stores_cpu = cpu_ns(self._pids), cpu_ns(stores)
        self._last.append(self.tell())
        settle()
        self._cpu += cpu_ns(self._pids) - cpu
        self._stores += cpu_ns(stores) - stores_cpu

    def sample(self) -> Sample:
        deliveries = len(self._last) * self.readers
        grown = (rss_kb(self._pids) - self._idle) / (self.readers - FIRST_READERS)
        return Sample(
            last=self._last,
            cpu=self._cpu / 1e6 / deliveries * 1000,
            stores=self._stores / 1e6 / deliveries * 1000,
            kb=grown if self.readers >= LEAST_FOR_MEMORY else None,
        )

    def remark(self) -> str:
        """Whatever was not as it should be."""
        said = self.load.totals()
        faults = []
        if said.open != self.readers:
            faults.append(f"only {said.open} of {self.readers} lines are left, last code {said.last_code}")
        if self.contender.deflate and said.deflated < self.readers:
            faults.append("it did not agree to compress")
        return f"{self.contender.name}: {', '.join(faults)}" if faults else ""


@contextmanager
def watched(contender: Contender, room: Room, most: int) -> Iterator[Watched]:
    """Start it, connect the first readers."""
    with contender.running(room), contender.load() as load:
        yield Watched(contender, load, most)
