"""From the moment an entry is committed until the last of N watchers has it, and what that costs the server."""

import gc
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from functools import partial

from bench.bench import Bench, Outcome
from bench.contenders.base import Contender
from bench.contenders.peers import Bare, EventStream, Nchan, NodeSocketIO, NodeWs, PythonSocketIO
from bench.contenders.product import Product, ProductPlain
from bench.contenders.stock import Stock
from bench.cost import family
from bench.numbers import median, percentile, ratios
from bench.table import number, table
from bench.watched import Sample, watched
from bench.world import Room

SECONDS = 240

# Those that are near each other run at the same time and are told in turn, message by message: whatever else goes on
# in the machine meets all of them alike. The others are many times slower; they get a place of their own.
TOGETHER: Sequence[type[Contender]] = (Bare, Product, ProductPlain, NodeSocketIO, NodeWs, Nchan)
APART: Sequence[type[Contender]] = (PythonSocketIO, EventStream, Stock)
LIMIT, PRODUCT, PLAIN, STOCK = Bare.name, Product.name, ProductPlain.name, Stock.name
QUICK = (LIMIT, PRODUCT, PLAIN, STOCK, NodeSocketIO.name)

PAUSE_SECONDS = 0.03
PRACTICE = 3
"""So many more go out unmeasured: what runs for the first time, or is still being compiled, is slow everywhere."""

Results = dict[str, dict[int, list[Sample]]]


def messages(contender: Contender, readers: int, *, quick: bool) -> int:
    if contender.name == STOCK:
        return 4 if readers > 1000 or quick else 8
    if quick:
        return 10
    return 40 if readers <= 100 else 20 if readers <= 1000 else 12


def run(bench: Bench) -> Outcome:
    outcome = Outcome()
    together, apart = (able(kinds, bench, outcome) for kinds in (TOGETHER, APART))
    rooms = {}
    for each in together + apart:  # each its own: nobody shall wake at what is told to another
        rooms[each.name] = bench.world.room(people=bench.most if isinstance(each, Product) else 0)
        rooms[each.name].write()
    payload = len(rooms[PRODUCT].frame(number=1).encode())
    results: Results = {each.name: {size: [] for size in bench.sizes} for each in together + apart}
    for turn in bench.turns(SECONDS):
        first = turn % len(together)
        for group in [together[first:] + together[:first], *([each] for each in apart)]:
            bench.say(f"fanout, round {turn + 1}: {', '.join(each.name for each in group)}")
            for name, size, sample in measure(group, rooms, bench, sizes_for(group[0], turn, bench), outcome):
                results[name][size].append(sample)
    bench.kept["product's fanout"] = results[PRODUCT]
    for size in bench.sizes:
        outcome.tables.append(shown(results, size, bench, payload))
        outcome.figures |= figures(results, size)
    outcome.raw = {
        name: {size: [asdict(sample) for sample in samples] for size, samples in by_size.items()}
        for name, by_size in results.items()
    }
    return outcome


def able(kinds: Sequence[type[Contender]], bench: Bench, outcome: Outcome) -> list[Contender]:
    """Those that can be measured on this machine; a line about each of the others."""
    found = []
    for contender in [kind(bench.house) for kind in kinds if not bench.quick or kind.name in QUICK]:
        if why := contender.lacks():
            outcome.remarks.append(f"{contender.name} is left out: {why}")
        else:
            found.append(contender)
    return found


def sizes_for(contender: Contender, turn: int, bench: Bench) -> list[int]:
    most = contender.most
    if contender.name == STOCK and turn:
        most = 1000  # letting in 3,000 takes it longer than everything else together: once is enough
    return [size for size in bench.sizes if size <= most]


def measure(
    group: Sequence[Contender], rooms: dict[str, Room], bench: Bench, sizes: Sequence[int], outcome: Outcome
) -> list[tuple[str, int, Sample]]:
    """Tell each in turn, with each number of watchers."""
    found: list[tuple[str, int, Sample]] = []
    if not sizes:
        return found
    stores = [pid for store in bench.house.store_pids for pid in family(store)]
    with ExitStack() as stack:
        present = [stack.enter_context(watched(each, rooms[each.name], sizes[-1])) for each in group]
        for size in sizes:
            for each in present:
                each.grow(size)
                for _ in range(PRACTICE if each.contender.name != STOCK else 1):
                    each.tell()
            gc.disable()
            for _ in range(messages(group[0], size, quick=bench.quick)):
                for each in present:
                    each.measure(stores, partial(time.sleep, PAUSE_SECONDS))
            gc.enable()
            found += [(each.contender.name, size, each.sample()) for each in present]
        outcome.remarks += filter(None, (each.remark() for each in present))
    return found


def figures(results: Results, size: int) -> dict[str, float]:
    """Ratios inside one round, and the median of the rounds."""
    found: dict[str, float] = {}

    def put(name: str, above: list[float], below: list[float]) -> None:
        if rounds := min(len(above), len(below)):
            found[f"fanout.{size}.{name}"] = ratios(above[:rounds], below[:rounds])

    def of(name: str, what: str) -> list[float]:
        return [getattr(sample, what) for sample in results.get(name, {}).get(size, [])]

    put("product_over_bare", of(PRODUCT, "p50"), of(LIMIT, "p50"))
    put("plain_over_bare", of(PLAIN, "p50"), of(LIMIT, "p50"))
    put("product_over_socketio", of(PRODUCT, "p50"), of(NodeSocketIO.name, "p50"))
    put("product_over_nchan", of(PRODUCT, "p50"), of(Nchan.name, "p50"))
    put("stock_over_product", of(STOCK, "p50"), of(PRODUCT, "p50"))
    put("eventstream_over_product", of(EventStream.name, "p50"), of(PRODUCT, "p50"))
    put("python_socketio_over_product", of(PythonSocketIO.name, "p50"), of(PRODUCT, "p50"))
    put("cpu_product_over_bare", of(PRODUCT, "cpu"), of(LIMIT, "cpu"))
    put("cpu_stock_over_product", of(STOCK, "cpu"), of(PRODUCT, "cpu"))
    put("cpu_deflate_over_plain", of(PRODUCT, "cpu"), of(PLAIN, "cpu"))
    if memory := [kb for kb in of(PRODUCT, "kb") if kb is not None]:
        found[f"fanout.{size}.kb_per_connection"] = median(memory)
    return found


def shown(results: Results, size: int, bench: Bench, payload: int) -> str:
    title = f"fanout N={size} rounds={bench.done} payload={payload} B (times in ms)"
    heads = ["", "last p50", "p99", "x bare", "CPU ms/1000", "stores", "KB/conn"]
    limit = [sample.p50 for sample in results[LIMIT][size]]
    rows = []
    for name, by_size in results.items():
        samples = by_size[size]
        if not samples:
            continue
        every = [time for sample in samples for time in sample.last]
        memory = [sample.kb for sample in samples if sample.kb is not None]
        rows.append(
            [
                name,
                number(percentile(every, 50)),
                number(percentile(every, 99)),
                number(ratios([sample.p50 for sample in samples], limit[: len(samples)])),
                number(median([sample.cpu for sample in samples])),
                number(median([sample.stores for sample in samples])),
                number(median(memory) if memory else None),
            ]
        )
    return table(title, heads, rows)
