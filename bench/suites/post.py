"""A real POST of a note, with session, token and form: until it is answered, and until the readers have it."""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass

from bench.bench import Bench, Outcome
from bench.browser import Browser
from bench.contenders.base import Contender
from bench.contenders.product import Product
from bench.contenders.stock import Stock
from bench.load import Load, LoadFailed
from bench.numbers import percentile, ratios
from bench.table import number, table
from bench.watched import warm_up
from bench.world import Room, a_text

SECONDS = 100

PAUSE_SECONDS = 0.02
MANY = 1000
PRACTICE = 3


@dataclass(frozen=True)
class Sample:
    """Milliseconds from the moment the request was sent."""

    answered: list[float]
    received: list[float]


Results = dict[str, dict[int, list[Sample]]]


class Written:
    """A server, somebody who writes through it, and those who watch."""

    def __init__(self, contender: Contender, load: Load, room: Room, bench: Bench) -> None:
        self.contender, self.load, self.room = contender, load, room
        self.browser = Browser(contender.port, bench.world.session_of(bench.world.lead))
        self.readers = 0
        load.clients(contender.readers(MANY))

    def grow(self, readers: int) -> None:
        self.load.connect(self.readers, readers - self.readers)
        self.readers = readers
        warm_up(self.contender, self.load, readers)

    def practise(self) -> None:
        self.browser.open_room(self.room.pk)
        for _ in range(PRACTICE):
            self.write()
        self.sample = Sample([], [])

    def write(self) -> tuple[float, float]:
        """Post a note: until it was answered, and until the last watcher had it, in ms."""
        self.load.expect(self.room.head() + 1, self.readers, seconds=20)
        sent, answered = self.browser.post_note(self.room.pk, a_text())
        reached = self.load.reached()
        if reached.count < self.readers:
            raise LoadFailed(
                f"{self.contender.name}: only {reached.count} of {self.readers}: {self.load.totals()}"
            )
        return (answered - sent) / 1e6, (reached.last - sent) / 1e6

    def measure(self) -> None:
        answered, received = self.write()
        self.sample.answered.append(answered)
        self.sample.received.append(received)


def run(bench: Bench) -> Outcome:
    outcome = Outcome()
    contenders = [Product(bench.house), Stock(bench.house)]
    results: Results = {each.name: {1: [], MANY: []} for each in contenders}
    rooms = {each.name: bench.world.room(people=MANY) for each in contenders}
    for turn in bench.turns(SECONDS):
        bench.say(f"post, round {turn + 1}")
        for name, readers, sample in measure(contenders[:: -1 if turn % 2 else 1], rooms, bench):
            results[name][readers].append(sample)
    for readers in (1, MANY):
        outcome.tables.append(shown(results, readers, bench))
        outcome.figures |= figures(results, readers)
    outcome.raw = {
        name: {readers: [asdict(sample) for sample in samples] for readers, samples in each.items()}
        for name, each in results.items()
    }
    return outcome


def measure(
    contenders: Sequence[Contender], rooms: dict[str, Room], bench: Bench
) -> Iterator[tuple[str, int, Sample]]:
    """Both at the same time, a note through one and a note through the other."""
    with ExitStack() as stack:
        present = []
        for each in contenders:
            stack.enter_context(each.running(rooms[each.name]))
            load = stack.enter_context(each.load())
            present.append(Written(each, load, rooms[each.name], bench))
            stack.callback(present[-1].browser.close)
        for readers in (1, MANY):
            for written in present:
                written.grow(readers)
            for written in present:
                written.practise()
            for _ in range((30, 5)[readers > 1] if bench.quick else (100, 12)[readers > 1]):
                for written in present:
                    written.measure()
                    time.sleep(PAUSE_SECONDS)
            yield from ((written.contender.name, readers, written.sample) for written in present)


def p50s(results: Results, name: str, readers: int, what: str) -> list[float]:
    return [percentile(getattr(sample, what), 50) for sample in results[name][readers]]


def figures(results: Results, readers: int) -> dict[str, float]:
    def both(what: str) -> tuple[list[float], list[float]]:
        return p50s(results, Product.name, readers, what), p50s(results, Stock.name, readers, what)

    product, stock = both("received")
    product_answer, stock_answer = both("answered")
    return {
        f"post.{readers}.product_over_stock": ratios(product, stock),
        f"post.{readers}.stock_over_product": ratios(stock, product),
        f"post.{readers}.response_stock_over_product": ratios(stock_answer, product_answer),
    }


def shown(results: Results, readers: int, bench: Bench) -> str:
    rows = []
    for name, each in results.items():
        answered = [time for sample in each[readers] for time in sample.answered]
        received = [time for sample in each[readers] for time in sample.received]
        rows.append([name, *(number(percentile(of, p)) for of in (answered, received) for p in (50, 99))])
    watched = "1 watcher" if readers == 1 else f"the last of {readers:,}"
    return table(
        f"post -> answer, and -> {watched} (rounds={bench.done}, ms)",
        ["", "answer p50", "p99", "received p50", "p99"],
        rows,
    )
