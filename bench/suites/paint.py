"""From the commit until a real Chromium has painted the entry, for one viewer."""

import os
import random
import time
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench.bench import Bench, Outcome
from bench.contenders.product import Product
from bench.numbers import percentile
from bench.screen import clock_offset, live_page
from bench.table import number, table
from bench.world import Room

SECONDS = 60

# The task after an animation frame's callbacks runs once that frame has been painted.
WATCH = """
window.painted = new Map();
window.awaited = new Map();
document.addEventListener("DOMContentLoaded", () => {
  const seen = (ids) => {
    const now = performance.now();
    for (const id of ids) {
      window.painted.set(id, now);
      window.awaited.get(id)?.(now);
    }
  };
  new MutationObserver((changes) => {
    const ids = changes.flatMap((change) => [...change.addedNodes].map((node) => node.id)).filter(Boolean);
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => seen(ids);
      after.port2.postMessage(null);
    });
  }).observe(document.getElementById("timeline"), { childList: true });
});
"""
WHEN_PAINTED = """(id) => new Promise((resolve) =>
  window.painted.has(id) ? resolve(window.painted.get(id)) : window.awaited.set(id, resolve))"""


def run(bench: Bench) -> Outcome:
    chromium = os.environ.get("CHROMIUM")
    if not chromium:
        return Outcome(remarks=["paint is left out: there is no Chromium (see bin/chromium)"])
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "1"  # Playwright keeps a loop in this thread, and nothing runs in it
    )
    room = bench.room_with(50)
    rounds = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for turn in bench.turns(SECONDS):
            bench.say(f"paint, round {turn + 1}")
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            rounds.append(measure(context, room, bench))
            context.close()
        browser.close()
    every = [took for each in rounds for took in each]
    p50, p99 = percentile(every, 50), percentile(every, 99)
    return Outcome(
        figures={"paint.p50_ms": p50, "paint.p99_ms": p99},
        tables=[
            table(
                f"paint rounds={bench.done} (commit -> painted in Chromium, ms)",
                ["", "p50", "p99", "worst", "entries"],
                [["1 viewer", number(p50), number(p99), number(max(every)), str(len(every))]],
            )
        ],
        raw={"ms": rounds},
    )


def measure(context: Any, room: Room, bench: Bench) -> list[float]:
    product = Product(bench.house)
    with product.running(room):
        page = open_page(context, room, product.port, bench)
        offset = clock_offset(page)
        took = []
        for _ in range(20 if bench.quick else 80):
            n, at = room.post()
            painted = page.evaluate(WHEN_PAINTED, f"entry-w{n}")
            took.append((painted * 1e6 + offset - at) / 1e6)
            time.sleep(random.uniform(0.05, 0.25))  # noqa: S311  so that no frame rate is kept in step with
        return took


def open_page(context: Any, room: Room, port: int, bench: Bench) -> Page:
    page = live_page(
        context, port, f"/rooms/{room.pk}/", session=bench.world.session_of(bench.world.lead), script=WATCH
    )
    time.sleep(1)
    return page
