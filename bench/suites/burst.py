"""300 entries committed back to back to 200 watchers; and the same while one of them has stopped reading."""

import time
from dataclasses import asdict, dataclass
from time import monotonic_ns

from bench.bench import Bench, Outcome
from bench.contenders.product import Product, ProductPlain
from bench.contenders.stock import Stock
from bench.numbers import median, ratios
from bench.table import number, table
from bench.watched import warm_up
from bench.world import Room

SECONDS = 80

ENTRIES = 300
READERS = 200
STALLED = 0
STALLED_ENTRIES = 2000
BATCH = 100
"""Nearly 5 MB to each: more than the kernel and the server take for a reader that does not read."""


@dataclass(frozen=True)
class Sample:
    """`rate`: deliveries a second, from the first commit to the last entry that arrived."""

    lost: int
    rate: float
    commits: float


def run(bench: Bench) -> Outcome:
    outcome = Outcome()
    contenders: list[Product] = [Product(bench.house), Stock(bench.house)]
    room = bench.world.room(people=READERS)
    results: dict[str, list[Sample]] = {each.name: [] for each in contenders}
    behind = []
    for turn in bench.turns(SECONDS):
        for contender in contenders[turn % 2 :] + contenders[: turn % 2]:
            bench.say(f"burst, round {turn + 1}: {contender.name}")
            results[contender.name].append(measure(contender, room))
        bench.say(f"burst, round {turn + 1}: one stalled reader")
        behind.append(others_behind(ProductPlain(bench.house), room))
    product, stock = results[Product.name], results[Stock.name]
    outcome.tables.append(shown(results, behind, bench))
    outcome.figures = {
        "burst.lost": sum(sample.lost for sample in product),
        "burst.rate_over_stock": ratios([s.rate for s in product], [s.rate for s in stock]),
        "burst.others_behind_a_stalled_reader": sum(behind),
    }
    outcome.raw = {name: [asdict(sample) for sample in samples] for name, samples in results.items()}
    return outcome


def measure(contender: Product, room: Room) -> Sample:
    with contender.running(room), contender.load() as load:
        load.clients(contender.readers(READERS))
        load.connect(0, READERS)
        warm_up(contender, load, READERS)
        time.sleep(0.3)
        head = room.head()
        load.base(head)
        began = monotonic_ns()
        for _ in range(ENTRIES):
            contender.commit()
        committed = monotonic_ns()
        said = load.until_quiet(ENTRIES * READERS, seconds=2)
        checked = load.check(head + 1, head + ENTRIES)
        wanted = ENTRIES * READERS
        lost = checked.missing + (READERS - checked.open) * ENTRIES
        return Sample(
            lost=lost,
            rate=(wanted - lost) / ((said.last_delivery - began) / 1e9),
            commits=ENTRIES / ((committed - began) / 1e9),
        )


def others_behind(contender: Product, room: Room) -> int:
    """One reader reads no more, while more is written than its line can hold: how many others lack anything?"""
    with contender.running(room), contender.load() as load:
        load.clients(contender.readers(READERS))
        load.connect(0, READERS)
        warm_up(contender, load, READERS)
        time.sleep(0.3)
        head = room.head()
        load.base(head)
        load.stall(STALLED)
        for n in range(BATCH, STALLED_ENTRIES + 1, BATCH):
            load.expect(head + n, READERS - 1, seconds=5)
            room.commit(BATCH)
            room.world.hint(room.pk)
            load.reached()
        open_others = load.totals().open - 1
        return load.behind(head + STALLED_ENTRIES, but=STALLED) + (READERS - 1 - open_others)


def shown(results: dict[str, list[Sample]], behind: list[int], bench: Bench) -> str:
    rows = [
        [
            name,
            f"{sum(sample.lost for sample in samples):,}",
            f"{100 * sum(sample.lost for sample in samples) / (len(samples) * ENTRIES * READERS):.0f} %",
            number(median([sample.rate for sample in samples])),
            number(median([sample.commits for sample in samples])),
        ]
        for name, samples in results.items()
    ]
    title = f"burst {ENTRIES} -> {READERS} rounds={bench.done}"
    heads = ["", "lost", "of all", "deliveries/s", "commits/s"]
    stalled = f"  one stalled reader: {sum(behind)} of the {READERS - 1} others lacked anything of {STALLED_ENTRIES}"
    return f"{table(title, heads, rows)}\n{stalled}"
