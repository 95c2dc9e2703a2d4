"""What the room's first page weighs on the wire, and how soon a slow machine can type in it."""

import os
from collections import Counter
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from playwright.sync_api import Browser, sync_playwright

from accounts.models import User
from bench.bench import Bench, Outcome
from bench.contenders.product import Product
from bench.numbers import median
from bench.table import number, table
from bench.world import Room
from exercises import casting
from exercises.replay import play
from exercises.shelf import find_pack
from incidents.models import DutyAssignment

SECONDS = 90
SLOWER = 4
"""How many times slower than this machine's the reader's processor is."""

DESK = {"width": 1440, "height": 900}
KINDS = {"Document": "page", "Stylesheet": "styles", "Script": "scripts", "Font": "fonts"}

# Usable: the line is live, the composer's element has woken up and its box takes what is typed.
WATCH = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.shifted += shift.value;
}).observe({ type: "layout-shift", buffered: true });
window.whenUsable = new Promise((resolve) => {
  const look = () => {
    const box = document.querySelector("entry-composer textarea:not([disabled])");
    const isUsable = box && customElements.get("entry-composer") && document.querySelector("live-room[data-live=live]");
    if (isUsable) setTimeout(() => resolve(performance.now()));
    else requestAnimationFrame(look);
  };
  look();
});
"""


def run(bench: Bench) -> Outcome:
    chromium = os.environ.get("CHROMIUM")
    if not chromium:
        return Outcome(remarks=["budget is left out: there is no Chromium (see bin/chromium)"])
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # as in paint
    room = told_story(bench)
    samples: list[dict[str, float]] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for turn in bench.turns(SECONDS):
            bench.say(f"budget, round {turn + 1}")
            product = Product(bench.house)
            with product.running(room):
                first_visit(
                    browser, room, product.port, bench
                )  # templates and connections, made on first use
                samples += [
                    first_visit(browser, room, product.port, bench) for _ in range(3 if bench.quick else 8)
                ]
        browser.close()
    of = {name: [sample[name] for sample in samples] for name in samples[0]}
    weights = ["page", "styles", "scripts", "fonts", "other", "all"]
    return Outcome(
        figures={
            "budget.kb": max(of["all"]),
            "budget.styles_kb": max(of["styles"]),
            "budget.scripts_kb": max(of["scripts"]),
            "budget.usable_ms": median(of["usable_ms"]),
            "budget.shift": max(of["shift"]),
        },
        tables=[
            table(
                f"budget rounds={bench.done} (first visit to a room, nothing cached; KB with headers)",
                ["", *weights, "usable, ms", "slowest", "work, ms", "shift"],
                [
                    [
                        f"CPU {SLOWER} x slower",
                        *(number(max(of[name])) for name in weights),
                        number(median(of["usable_ms"])),
                        number(max(of["usable_ms"])),
                        number(median(of["work_ms"])),
                        f"{max(of['shift']):.4f}",
                    ]
                ],
            )
        ],
        raw={"visits": samples},
    )


def told_story(bench: Bench) -> Room:
    """The demo's room, half played: strands, clocks, a draft that waits, and words in serif that went out."""
    pack = find_pack("ranger-station-fire")
    password = make_password(None)
    with transaction.atomic():
        DutyAssignment.objects.filter(person=bench.world.lead).update(
            is_cleared=True
        )  # this lead clears others
        for member in pack.cast.values():
            User.objects.get_or_create(
                username=member.login,
                defaults={"name": member.name, "title": member.title, "password": password},
            )
        incident = play(pack, people=casting.cast(pack), until="halfway")
    assert incident is not None
    return Room(bench.world, incident)


def first_visit(browser: Browser, room: Room, port: int, bench: Bench) -> dict[str, float]:
    """KB by kind and in all, `usable_ms` since the visit began, `work_ms` that the page's main thread spent until
    then, slowed, and `shift`, the sum of all layout shifts."""
    context = browser.new_context(viewport=DESK)  # type: ignore[arg-type]
    context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": bench.world.session_of(bench.world.lead),
                "url": f"https://localhost:{port}/",
                "secure": True,
                "httpOnly": True,
                "sameSite": "Lax",
            }
        ]
    )
    page = context.new_page()
    page.add_init_script(WATCH)
    wire: Any = context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    bytes_of: Counter[str] = Counter()
    wire.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    wire.on(
        "Network.loadingFinished",
        lambda event: bytes_of.update(
            {KINDS.get(kinds.get(event["requestId"], ""), "other"): int(event["encodedDataLength"])}
        ),
    )
    wire.send("Network.enable")
    wire.send("Performance.enable", {"timeDomain": "threadTicks"})
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(f"http://localhost:{port}/rooms/{room.pk}/", wait_until="commit")
    usable = page.evaluate("window.whenUsable")
    spent = {each["name"]: each["value"] for each in wire.send("Performance.getMetrics")["metrics"]}
    wire.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)  # fonts that swap, and whatever else comes late
    shift = page.evaluate("window.shifted")
    context.close()
    weights = {kind: bytes_of[kind] / 1000 for kind in (*KINDS.values(), "other")}
    work = (
        spent["ThreadTime"] * 1000
    )  # of the page's main thread alone, whatever else this machine is busy with
    return {**weights, "all": sum(weights.values()), "usable_ms": usable, "work_ms": work, "shift": shift}
