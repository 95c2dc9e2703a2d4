"""One thing after another goes wrong, at random, while people write and read. The same seed, the same order."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from time import monotonic

from tests.faults.checks import COMPLETE_SECONDS
from tests.faults.faults import FAULTS, Fault
from tests.faults.house import House
from tests.faults.scene import EVERYBODY, Scene, Violated, playing


@dataclass
class Tally:
    """What a schedule has gone through."""

    entries: int = 0
    deliveries: int = 0
    reconnects: int = 0
    retries: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    slowest_catch_up: float = 0.0
    violations: list[str] = field(default_factory=list)
    last_words: str = ""  # of the house's logs, if something was violated

    def add(self, scene: Scene) -> None:
        self.entries += len(scene.ledger.acknowledged)
        self.retries += sum(len(deed.answers) - 1 for deed in scene.ledger.deeds)
        self.deliveries += sum(watcher.deliveries for watcher in scene.watchers)
        self.reconnects += sum(watcher.connects - 1 for watcher in scene.watchers)
        self.slowest_catch_up = max([self.slowest_catch_up, *scene.catch_up])

    def line(self) -> str:
        return (
            f"{self.entries} entries, {self.deliveries} deliveries, {self.reconnects} reconnects, "
            f"{self.faults.total()} faults, {len(self.violations)} violations"
        )

    def summary(self) -> str:
        faults = ", ".join(f"{name} {times}" for name, times in sorted(self.faults.items()))
        return (
            f"{self.entries} entries acknowledged after {self.retries} retries, {self.deliveries} deliveries, "
            f"{self.reconnects} reconnects\n{self.faults.total()} faults: {faults or 'none'}\n"
            f"slowest catch-up {self.slowest_catch_up:.1f} s (promised: {COMPLETE_SECONDS:.0f})\n"
            f"violations: {len(self.violations)}"
        )


def at_random(seed: int, house: House) -> Iterator[Fault]:
    """Every fault this house can have, shuffled, again and again: none is forgotten, any may follow any.

    The seed decides that order and nothing else, so it depends on nobody's luck with the network.
    """
    rng = Random(seed)
    possible = [fault for fault in FAULTS if fault.processes <= house.processes]
    while True:
        yield from rng.sample(possible, len(possible))


async def play(
    house: House,
    faults: Iterator[Fault],
    tally: Tally,
    *,
    seconds: float,
    long: bool = False,
    crowd: int = 1,
    rate: float = 12.0,
) -> None:
    """One room, for so many seconds and until the fault under way is over; then every check. Adds to `tally`.

    `long`: every fault lasts as in `bin/soak`. `crowd`: how many pages each person has open.
    """
    until = monotonic() + seconds
    scene: Scene | None = None
    try:
        async with playing(house, watching=EVERYBODY * crowd, rate=rate) as scene:
            while monotonic() < until:
                fault = next(faults)
                tally.faults[fault.name] += 1
                scene.episode = fault.name
                await fault.happen(scene, fault.long if long else fault.seconds)
                await scene.all_caught_up()
                await asyncio.sleep(scene.rng.uniform(0, 0.5))
    except Violated as error:
        tally.violations += str(error).splitlines()[1:]
        tally.last_words = house.log_tail()
    finally:
        if scene:
            tally.add(scene)
