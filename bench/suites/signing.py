"""From the press of "Sign off" in one browser until the signature is painted on the author's screen."""

import os
import time
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import make_password
from playwright.sync_api import sync_playwright

from accounts.models import User
from approvals.actions.sign_offs import request_sign_off
from approvals.actions.statements import draft_statement
from approvals.models import Statement, StatementKind
from bench.bench import Bench, Outcome
from bench.browser import Browser
from bench.contenders.product import Product
from bench.numbers import percentile
from bench.screen import clock_offset, live_page
from bench.table import number, table
from bench.world import Room, a_text
from incidents.actions.participants import invite
from incidents.models import Role

SECONDS = 60

# The task after an animation frame's callbacks runs once that frame has been painted.
WATCH = """
window.whenSigned = new Promise((resolve) => document.addEventListener("DOMContentLoaded", () => {
  const watch = new MutationObserver(() => {
    if (!document.getElementById("parts")?.textContent.includes("Comms signed")) return;
    watch.disconnect();
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => resolve(performance.now());
      after.port2.postMessage(null);
    });
  });
  watch.observe(document.body, { childList: true, subtree: true, characterData: true });
}));
"""


@dataclass(frozen=True)
class Sample:
    """Milliseconds from the moment the press was sent."""

    answered: float
    painted: float


def approver(bench: Bench, room: Room) -> User:
    """Somebody of Comms, in the room."""
    name = f"approver{room.pk}"
    person = User.objects.create(username=name, name=name, password=make_password(None))
    invite(room.incident, person, role=Role.COMMS, by=bench.world.lead)
    return person


def asked(bench: Bench, room: Room) -> Statement:
    """Words of the lead's that wait for Comms and Legal."""
    statement = draft_statement(
        room.incident,
        title="First answer",
        kind=StatementKind.PRESS,
        text=a_text(),
        channels=["press"],
        by=bench.world.lead,
    )
    request_sign_off(statement, seen_sha=statement.current.sha256, by=bench.world.lead)
    return statement


def run(bench: Bench) -> Outcome:
    chromium = os.environ.get("CHROMIUM")
    if not chromium:
        return Outcome(remarks=["signing is left out: there is no Chromium (see bin/chromium)"])
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "1"  # Playwright keeps a loop in this thread, and nothing runs in it
    )
    room = bench.world.room()
    signer = bench.world.session_of(approver(bench, room))
    rounds = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for turn in bench.turns(SECONDS):
            bench.say(f"signing, round {turn + 1}")
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            rounds.append(measure(context, room, signer, bench))
            context.close()
        browser.close()
    samples = [sample for each in rounds for sample in each]
    answered, painted = ([getattr(each, what) for each in samples] for what in ("answered", "painted"))
    return Outcome(
        figures={
            "signing.painted_p50_ms": percentile(painted, 50),
            "signing.painted_p99_ms": percentile(painted, 99),
        },
        tables=[
            table(
                f"signing rounds={bench.done} (press -> answer, and -> painted on the author's screen, ms)",
                ["", "p50", "p99", "worst", "sign-offs"],
                [
                    [name, *(number(percentile(of, p)) for p in (50, 99)), number(max(of)), str(len(of))]
                    for name, of in (("answered", answered), ("painted", painted))
                ],
            )
        ],
        raw={"ms": [[vars(sample) for sample in each] for each in rounds]},
    )


def measure(context: Any, room: Room, signer: str, bench: Bench) -> list[Sample]:
    product = Product(bench.house)
    author = bench.world.session_of(bench.world.lead)
    with product.running(room):
        hand = Browser(product.port, signer)
        samples = [
            one(context, room, product.port, author, hand, bench) for _ in range(8 if bench.quick else 20)
        ]
        hand.close()
    return samples[1:]  # templates and connections are made on first use


def one(context: Any, room: Room, port: int, author: str, hand: Browser, bench: Bench) -> Sample:
    statement = asked(bench, room)
    page = live_page(context, port, statement.get_absolute_url(), session=author, script=WATCH)
    offset = clock_offset(page)
    time.sleep(0.3)
    sent, answered = hand.sign_off(statement.pk, 1)
    painted = page.evaluate("window.whenSigned")
    page.close()
    return Sample((answered - sent) / 1e6, (painted * 1e6 + offset - sent) / 1e6)
