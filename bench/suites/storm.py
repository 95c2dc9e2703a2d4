"""A thousand pages lose their line and all come back at once, 20 entries behind, while 50 more arrive each second."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from bench.bench import Bench, Outcome
from bench.contenders.product import Product, ProductPlain
from bench.contenders.stock import Stock
from bench.cost import cpu_ns, family
from bench.load import Load
from bench.numbers import median, ratios
from bench.table import number, table
from bench.watched import warm_up
from bench.world import Room

SECONDS = 100

READERS = 1000
BEHIND = 20
PER_SECOND = 50
FOR_SECONDS = 3.0
"""So long they go on arriving at most: stock Channels would never be done with them."""
LONGEST_SECONDS = 30


@dataclass(frozen=True)
class Sample:
    """`caught_up`: ms from the first SYN until the last reader had everything from before the storm."""

    handshakes: float
    caught_up: float
    median: float
    cpu_seconds: float
    arrived: int
    missing: int
    twice: int
    with_missing: int
    with_twice: int


class Floor(Product):
    """Handshakes alone: the same uvicorn and Channels, and a consumer that says yes to everybody."""

    name = "handshake only (floor)"
    deflate = False
    health = ""

    def command(self) -> list[str]:
        return self.house.python("bench.servers.serve", "bench.servers.floor:application", str(self.port))


def run(bench: Bench) -> Outcome:
    outcome = Outcome()
    contenders: list[Product] = [
        Floor(bench.house),
        Product(bench.house),
        ProductPlain(bench.house),
        Stock(bench.house),
    ]
    if bench.quick:
        del contenders[2:]
    room = bench.world.room(people=READERS)
    results: dict[str, list[Sample]] = {each.name: [] for each in contenders}
    for turn in bench.turns(SECONDS):
        for contender in contenders[turn:] + contenders[:turn]:
            if turn and isinstance(contender, Stock):
                continue  # once is enough to see it, and it takes its time
            bench.say(f"storm, round {turn + 1}: {contender.name}")
            results[contender.name].append(measure(contender, room, bench))
    floor = [sample.handshakes for sample in results[Floor.name]]
    product = results[Product.name]
    outcome.tables.append(shown(results, floor, bench))
    outcome.figures = {
        "storm.over_floor": ratios([sample.caught_up for sample in product], floor),
        "storm.missing": sum(sample.missing for sample in product),
        "storm.twice": sum(sample.twice for sample in product),
    }
    outcome.raw = {name: [asdict(sample) for sample in samples] for name, samples in results.items()}
    return outcome


def measure(contender: Product, room: Room, bench: Bench) -> Sample:
    with contender.running(room), contender.load() as load:
        pids = family(contender.child.pid)
        if isinstance(contender, Floor):
            return handshakes_alone(contender, load, pids)
        load.clients(contender.readers(READERS))
        load.connect(0, READERS)
        warm_up(contender, load, READERS)
        load.drop()
        held = room.heads()
        time.sleep(1)  # the server notices that everybody has gone
        behind = room.commit(BEHIND)
        load.base(held["working"])
        load.clients(room.readers(READERS, port=contender.port, held=held))
        began = cpu_ns(pids)
        load.expect(behind, READERS, seconds=LONGEST_SECONDS)
        with entries_arriving(contender, room) as stop:
            load.start_connecting(0, READERS, at_once=READERS)
            said = load.connected()
            reached = load.reached()
            cpu = (cpu_ns(pids) - began) / 1e9
            time.sleep(0.5)
            last = stop()
        load.expect(last, READERS, seconds=5)
        load.reached()
        time.sleep(0.3)  # whatever comes twice has time to
        checked = load.check(held["working"] + 1, last)
        lost = READERS - checked.open
        if lost:
            bench.say(f"  {contender.name}: {lost} lines gone, {said.failed} refused: {load.totals()}")
        return Sample(
            handshakes=said.ms,
            caught_up=(reached.last - said.began) / 1e6
            if reached.count == READERS
            else LONGEST_SECONDS * 1000,
            median=(reached.median - said.began) / 1e6,
            cpu_seconds=cpu,
            arrived=last - held["working"],
            missing=checked.missing + lost * (last - held["working"]),
            twice=checked.twice,
            with_missing=checked.with_missing + lost,
            with_twice=checked.with_twice,
        )


def handshakes_alone(contender: Product, load: Load, pids: list[int]) -> Sample:
    load.clients(contender.readers(READERS))
    load.connect(0, READERS)
    load.drop()
    time.sleep(1)
    began = cpu_ns(pids)
    load.start_connecting(0, READERS, at_once=READERS)
    said = load.connected()
    return Sample(said.ms, said.ms, said.ms, (cpu_ns(pids) - began) / 1e9, 0, 0, 0, 0, 0)


@contextmanager
def entries_arriving(contender: Product, room: Room) -> Iterator[Callable[[], int]]:
    """Commit an entry every 20 ms, from another thread. Yields what ends it and returns the last number."""
    over = threading.Event()
    last = 0

    def write() -> None:
        nonlocal last
        due = time.monotonic()
        end = due + FOR_SECONDS
        while due < end and not over.is_set():
            last = contender.commit()
            due += 1 / PER_SECOND
            time.sleep(max(0.0, due - time.monotonic()))

    writer = threading.Thread(target=write, daemon=True)

    def stop() -> int:
        over.set()
        writer.join()
        return last

    writer.start()
    try:
        yield stop
    finally:
        stop()


def shown(results: dict[str, list[Sample]], floor: list[float], bench: Bench) -> str:
    rows = [
        [
            name,
            number(median([sample.caught_up for sample in samples])),
            number(ratios([sample.caught_up for sample in samples], floor[: len(samples)])),
            number(median([sample.median for sample in samples])),
            number(median([sample.cpu_seconds for sample in samples])),
            f"{sum(sample.missing for sample in samples):,}",
            f"{sum(sample.twice for sample in samples):,}",
        ]
        for name, samples in results.items()
    ]
    return table(
        f"storm N={READERS:,} behind={BEHIND} live={PER_SECOND}/s rounds={bench.done} (ms)",
        ["", "all caught up", "x floor", "half of them", "CPU s", "missing", "twice"],
        rows,
    )
