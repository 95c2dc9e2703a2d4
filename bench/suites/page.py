"""The room's first page, by how long its story is: how long the server takes, and how much of it is the timeline."""

import gzip
import re

from bench.bench import Bench, Outcome
from bench.browser import Browser
from bench.contenders.product import Product
from bench.numbers import median, percentile, ratios
from bench.table import number, table

SECONDS = 30

LENGTHS = (50, 2_000, 20_000)
TIMELINE = re.compile(r'<story-marks class="story" id="timeline".*?</story-marks>', re.DOTALL)


def run(bench: Bench) -> Outcome:
    rooms = {length: bench.room_with(length) for length in LENGTHS}
    product = Product(bench.house)
    times: dict[int, list[list[float]]] = {length: [] for length in LENGTHS}
    sizes: dict[int, tuple[float, float]] = {}
    for turn in bench.turns(SECONDS):
        bench.say(f"page, round {turn + 1}")
        with product.running(rooms[50]):
            browser = Browser(product.port, bench.world.session_of(bench.world.lead))
            for room in rooms.values():  # templates and connections, made on first use
                browser.get(f"/rooms/{room.pk}/")
            for each in times.values():
                each.append([])
            for _ in range(10 if bench.quick else 25):
                for length, room in rooms.items():
                    page, took = browser.get(f"/rooms/{room.pk}/")
                    times[length][-1].append(took)
                    sizes[length] = timeline_kb(page)
            browser.close()
    p50s = {length: [percentile(each, 50) for each in rounds] for length, rounds in times.items()}
    return Outcome(
        figures={
            "page.2000_over_50": ratios(p50s[2_000], p50s[50]),
            "page.20000_over_50": ratios(p50s[20_000], p50s[50]),
            "page.timeline_kb": max(packed for _raw, packed in sizes.values()),
        },
        tables=[
            table(
                f"page rounds={bench.done} (answer in ms, the timeline's HTML in KB)",
                ["", "p50", "p99", "x 50 entries", "raw KB", "gzip KB"],
                [
                    [
                        f"{length:,} entries",
                        number(median(p50s[length])),
                        number(percentile([took for each in times[length] for took in each], 99)),
                        number(ratios(p50s[length], p50s[50])),
                        number(sizes[length][0]),
                        number(sizes[length][1]),
                    ]
                    for length in LENGTHS
                ],
            )
        ],
        raw={"ms": times, "kb": sizes},
    )


def timeline_kb(page: str) -> tuple[float, float]:
    """The timeline in the page, as it is and as gzip packs it."""
    found = TIMELINE.search(page)
    if not found:
        raise RuntimeError("The room's page has no timeline.")
    html = found[0].encode()
    return len(html) / 1024, len(gzip.compress(html, 6)) / 1024
