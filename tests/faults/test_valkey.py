"""Valkey carries hints. Without it everything is a little late, the pages say so, and nothing else happens.

Two web processes, since one alone hears itself without it. There is no Celery in this house at all: nothing here
ever waits for a worker.
"""

import asyncio
from time import time

import pytest

from tests.faults import faults
from tests.faults.checks import COMPLETE_SECONDS
from tests.faults.faults import Happen
from tests.faults.house import House
from tests.faults.scene import STREAMS, playing

pytestmark = pytest.mark.asyncio(loop_scope="session")

LATE_SECONDS = 2.0
"""README: how late a page may be without hints."""

PAUSE = 2.5  # seconds; longer than that

AWAY = [
    (faults.valkey_stopped, 4.0),
    (faults.valkey_cut, 2.0),
    (faults.valkey_half_open, 3.0),
]


@pytest.mark.parametrize(("happen", "seconds"), AWAY, ids=lambda value: getattr(value, "__name__", ""))
async def test_while_it_is_away_people_post_and_pages_are_two_seconds_late_at_most(
    twin_house: House, happen: Happen, seconds: float
) -> None:
    async with playing(twin_house) as scene:
        began, before = time(), len(scene.ledger.acknowledged)
        await happen(scene, seconds)
        ended = time()
        assert len(scene.ledger.acknowledged) - before >= seconds
        slowest = max(scene.took(each.pressed_at, each.acknowledged_at) for each in scene.ledger.acknowledged)
        assert slowest < LATE_SECONDS
        await scene.all_caught_up()
        assert await scene.lateness(began, ended) < LATE_SECONDS
        await scene.until(lambda: all(watcher.is_live for watcher in scene.watchers))


async def test_killed_it_is_missed_and_the_pages_say_so_until_it_is_back(twin_house: House) -> None:
    async with playing(twin_house, rate=6) as scene:
        await scene.until(lambda: all(watcher.hints for watcher in scene.watchers))
        began = time()
        twin_house.kill(twin_house.valkey.child)
        await scene.until(lambda: not any(watcher.hints for watcher in scene.watchers), COMPLETE_SECONDS)
        ended = time()
        await twin_house.restart_valkey()
        await scene.until(lambda: all(watcher.hints for watcher in scene.watchers))
        assert await scene.lateness(began, ended) < LATE_SECONDS
        assert not scene.not_live_since(began)


async def test_flushed_or_far_away_it_is_not_missed(twin_house: House) -> None:
    async with playing(twin_house) as scene:
        await faults.valkey_flushed(scene, 0.5)
        await faults.valkey_far_away(scene, 1.5)
        await asyncio.sleep(0.5)
        assert await scene.lateness(0, time() - 2.5) < LATE_SECONDS


async def test_a_hint_that_is_swallowed_makes_no_page_more_than_two_seconds_late(twin_house: House) -> None:
    """Valkey is well by every sign. One entry at a time, so that no later one wakes a page for an earlier one."""
    async with playing(twin_house, watching=["counsel"] * 8, rate=0) as scene:
        began = time()
        swallowing = asyncio.create_task(faults.hints_swallowed(scene, 3 * PAUSE))
        for who in STREAMS:
            await scene.say(who, "working")
            await asyncio.sleep(PAUSE)
        await swallowing
        assert await scene.lateness(began, time()) < LATE_SECONDS
        assert not scene.not_live_since(began)
