"""A fact is refuted: what rested on it is off every open desk within a second, before anybody reloads."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from playwright.sync_api import Page, expect

from incidents.actions.facts import post_fact, refute_fact
from incidents.models import Fact, Incident
from tests.approvals.proofs import a_signed_revision, an_asked_revision
from tests.cast import Cast

Enter = Callable[..., Page]
ROUNDS = 3
LIMIT_SECONDS = 1.0
# When the desk has only so many left that wait for its owner's hand, by the clock that Python reads, too.
WATCH = """
([what, left]) => {
  window.gone = new Promise((resolve) => new MutationObserver((_changes, watch) => {
    const links = [...document.querySelectorAll("#desk .proof-card-act a")].filter((each) =>
      each.textContent.includes(what));
    if (links.length > left) return;
    watch.disconnect();
    resolve(Date.now());
  }).observe(document.body, { childList: true, subtree: true, characterData: true }));
}
"""


def in_another_thread(fact: Fact, cast: Cast) -> float:
    """Refute it. Returns the moment of the commit, on this machine's clock."""

    def refute() -> float:
        refute_fact(fact, by=cast.support)
        connection.close()
        return time.time()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(refute).result()


def test_a_refuted_fact_takes_the_sign_offs_off_every_open_desk_within_a_second(
    enter: Enter, cast: Cast, room: Incident
) -> None:
    facts = [post_fact(room, text=f"He agreed, {n}.", by=cast.support) for n in range(ROUNDS)]
    signed = [a_signed_revision(cast, room, title=f"Signed {n}", citing=[facts[n]]) for n in range(ROUNDS)]
    for n in range(ROUNDS):
        an_asked_revision(cast, room, title=f"Asked {n}", citing=[facts[n]])
    lead, comms, counsel = (enter(who, path=f"/rooms/{room.pk}/") for who in ("lead", "comms", "counsel"))
    proof = enter("legal", path=signed[-1].statement.get_absolute_url())
    for page in (lead, comms, counsel, proof):
        expect(page.get_by_text("Live, up to date")).to_be_visible()
        page.evaluate("window.neverReloaded = true")
    desks = [(lead, "Send it out"), (comms, "Review and sign"), (counsel, "Review and sign")]
    for page, what in desks:
        waiting(page, what, ROUNDS)

    took = []
    for n, fact in enumerate(facts, start=1):
        for page, what in desks:
            page.evaluate(WATCH, [what, ROUNDS - n])
        began = in_another_thread(fact, cast)
        took.append(max(page.evaluate("window.gone") / 1000 for page, _what in desks) - began)
        for page, what in desks:
            waiting(page, what, ROUNDS - n)
    expect(proof.locator("#parts")).to_contain_text("refuted")
    for page in (lead, comms, counsel, proof):
        assert page.evaluate("window.neverReloaded") is True
    assert sorted(took)[ROUNDS // 2] < LIMIT_SECONDS, took


def waiting(page: Page, what: str, count: int) -> None:
    expect(page.locator("#desk").get_by_role("link", name=what)).to_have_count(count)
