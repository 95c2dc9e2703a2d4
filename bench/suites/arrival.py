"""What an entry's arrival takes of the browser's main thread, on a page that holds a long story."""

import os
import time
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

from bench.bench import Bench, Outcome
from bench.contenders.product import Product
from bench.numbers import percentile
from bench.suites.paint import WHEN_PAINTED, open_page
from bench.table import number, table
from bench.world import Room

SECONDS = 60

LENGTHS = (50, 2_000)
READERS = ("at the end", "further up")
# The panels fetch themselves after 150 ms; what they take is another question.
APART = 0.8

SHOW_OLDER = """async () => {
  while (document.getElementById("older")) {
    document.getElementById("older").scrollIntoView();
    await new Promise((next) => setTimeout(next, 50));
  }
}"""
SCROLL = """(reader) => {
  const pane = document.getElementById("story");
  pane.scrollTop = reader === "at the end" ? pane.scrollHeight : pane.scrollHeight / 2;
}"""


def run(bench: Bench) -> Outcome:
    chromium = os.environ.get("CHROMIUM")
    if not chromium:
        return Outcome(remarks=["arrival is left out: there is no Chromium (see bin/chromium)"])
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # as in paint
    rooms = {length: bench.room_with(length) for length in LENGTHS}
    times: dict[tuple[int, str], list[float]] = {(length, who): [] for length in LENGTHS for who in READERS}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for turn in bench.turns(SECONDS):
            bench.say(f"arrival, round {turn + 1}")
            for length, room in rooms.items():
                context = browser.new_context(viewport={"width": 1440, "height": 900})
                for who, took in measure(context, room, bench).items():
                    times[length, who] += took
                context.close()
        browser.close()
    return Outcome(
        figures={
            "arrival.p50_ms": percentile(times[2_000, "at the end"], 50),
            "arrival.p95_ms": percentile([took for who in READERS for took in times[2_000, who]], 95),
            "arrival.further_up_p50_ms": percentile(times[2_000, "further up"], 50),
        },
        tables=[
            table(
                f"arrival rounds={bench.done} (main thread, from the frame's message to painted, ms)",
                ["", "p50", "p95", "worst", "entries"],
                [
                    [
                        f"{length:,} entries, reader {who}",
                        number(percentile(took, 50)),
                        number(percentile(took, 95)),
                        number(max(took)),
                        str(len(took)),
                    ]
                    for (length, who), took in times.items()
                ],
            )
        ],
        raw={"ms": {f"{length} {who}": took for (length, who), took in times.items()}},
    )


def measure(context: Any, room: Room, bench: Bench) -> dict[str, list[float]]:
    product = Product(bench.house)
    with product.running(room):
        page = open_page(context, room, product.port, bench)
        page.evaluate(SHOW_OLDER)
        meter = context.new_cdp_session(page)
        # The thread's own time: what else the machine does is not the page's work.
        meter.send("Performance.enable", {"timeDomain": "threadTicks"})
        return {who: arrivals(page, meter, room, who, bench) for who in READERS}


def arrivals(page: Page, meter: CDPSession, room: Room, who: str, bench: Bench) -> list[float]:
    page.evaluate(SCROLL, who)
    time.sleep(2 * APART)
    took = []
    for _ in range(10 if bench.quick else 30):
        before = busy(meter)
        n, _at = room.post()
        page.evaluate(WHEN_PAINTED, f"entry-w{n}")
        took.append(busy(meter) - before)
        time.sleep(APART)
    return took


def busy(meter: CDPSession) -> float:
    """How long the page's main thread has been at work since it began, in ms: script, style, layout, paint."""
    metrics = meter.send("Performance.getMetrics")["metrics"]
    return 1000 * next(each["value"] for each in metrics if each["name"] == "TaskDuration")
