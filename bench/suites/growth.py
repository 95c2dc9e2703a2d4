"""Whether a delivery stays as cheap among 3,000 watchers as among 100, and after 20,000 entries as after 50."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from bench.bench import Bench, Outcome
from bench.contenders.product import Product
from bench.numbers import median, ratios
from bench.suites.fanout import measure
from bench.table import number, table
from bench.watched import Sample
from bench.world import Room

SECONDS = 40

READERS = 300
LENGTHS = (50, 20_000)


def run(bench: Bench) -> Outcome:
    outcome = Outcome()
    rows = []
    if len(bench.sizes) >= 3:
        rows += watchers(bench, outcome)
    else:
        outcome.remarks.append("growth by watchers is left out: it takes three sizes (--n 100,1000,3000)")
    rows += entries(bench, outcome)
    title = f"growth rounds={bench.done} (server CPU in ms per 1,000 deliveries)"
    outcome.tables.append(table(title, ["", "whole", "each further"], rows))
    return outcome


def watchers(bench: Bench, outcome: Outcome) -> list[list[str]]:
    """Reading and rendering an entry is paid once, however many watch. So what is compared is what each further
    watcher adds: the slope of CPU over deliveries among many, against the slope among few."""
    samples = by_watchers(bench, outcome)
    few, some, many = bench.sizes[0], bench.sizes[len(bench.sizes) // 2], bench.sizes[-1]
    cost = {size: [sample.cpu for sample in samples[size]] for size in (few, some, many)}
    below = [slope(a, few, b, some) for a, b in zip(cost[few], cost[some], strict=True)]
    above = [slope(a, some, b, many) for a, b in zip(cost[some], cost[many], strict=True)]
    outcome.figures["growth.watchers"] = ratios(above, below)
    outcome.figures["growth.watchers_whole"] = ratios(cost[many], cost[few])
    outcome.raw["watchers"] = plain(samples)
    further = {few: "", some: number(median(below)), many: number(median(above))}
    return [[f"{size:,} watchers", number(median(cost[size])), further[size]] for size in cost]


def entries(bench: Bench, outcome: Outcome) -> list[list[str]]:
    samples = by_entries(bench, outcome)
    cost = {length: [sample.cpu for sample in samples[length]] for length in LENGTHS}
    outcome.figures["growth.entries"] = ratios(cost[LENGTHS[1]], cost[LENGTHS[0]])
    outcome.raw["entries"] = plain(samples)
    return [
        [f"{length:,} entries, {READERS} watchers", number(median(cost[length])), ""] for length in LENGTHS
    ]


def slope(cheap: float, few: int, dear: float, many: int) -> float:
    """What a further delivery costs between `few` and `many` watchers, from the cost of 1,000 at each."""
    return (dear * many - cheap * few) / (many - few)


def by_watchers(bench: Bench, outcome: Outcome) -> dict[int, list[Sample]]:
    kept: dict[int, list[Sample]] = bench.kept.get("product's fanout", {})
    if kept:
        return kept
    found: dict[int, list[Sample]] = {size: [] for size in bench.sizes}
    room = bench.world.room(people=bench.most)
    for turn in bench.turns(SECONDS):
        bench.say(f"growth, round {turn + 1}: watchers")
        for size, sample in told(room, bench, bench.sizes, outcome):
            found[size].append(sample)
    return found


def by_entries(bench: Bench, outcome: Outcome) -> dict[int, list[Sample]]:
    rooms = {length: bench.room_with(length) for length in LENGTHS}
    for room in rooms.values():
        room.admit(READERS)
    found: dict[int, list[Sample]] = {length: [] for length in LENGTHS}
    for turn in bench.turns(SECONDS):
        for length in LENGTHS if turn % 2 else reversed(LENGTHS):
            bench.say(f"growth, round {turn + 1}: {length:,} entries")
            for _size, sample in told(rooms[length], bench, (READERS,), outcome):
                found[length].append(sample)
    return found


def told(room: Room, bench: Bench, sizes: Sequence[int], outcome: Outcome) -> list[tuple[int, Sample]]:
    product = Product(bench.house)
    found = measure([product], {product.name: room}, bench, sizes, outcome)
    return [(size, sample) for _name, size, sample in found]


def plain(samples: dict[int, list[Sample]]) -> dict[int, Any]:
    return {key: [asdict(sample) for sample in each] for key, each in samples.items()}
