"""One person's screen in a real Chromium."""

from time import monotonic_ns
from typing import Any

from django.conf import settings
from playwright.sync_api import Page


def live_page(context: Any, port: int, path: str, *, session: str, script: str) -> Page:
    """`path` as the person of `session` has it before them, live, with `script` run before all others."""
    context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": session,
                "url": f"https://localhost:{port}/",  # Chromium takes localhost for a secure place
                "secure": True,
                "httpOnly": True,
                "sameSite": "Lax",
            }
        ]
    )
    page: Page = context.new_page()
    page.add_init_script(script)
    page.goto(f"http://localhost:{port}{path}")
    page.wait_for_selector("live-room[data-live=live]", state="attached", timeout=10_000)
    return page


def clock_offset(page: Page) -> float:
    """CLOCK_MONOTONIC less the page's own clock, in ns; from the quickest of many answers, so within a ms."""
    best = (float("inf"), 0.0)
    for _ in range(50):
        asked = monotonic_ns()
        theirs = page.evaluate("performance.now()")
        answered = monotonic_ns()
        best = min(best, (answered - asked, (asked + answered) / 2 - theirs * 1e6))
    return best[1]
