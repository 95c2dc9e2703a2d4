"""The network between the house and its readers, and readers that do not read."""

import asyncio
from time import time

import pytest

from live.feed import CATCH_UP_LIMIT
from tests.faults import faults, meter
from tests.faults.checks import COMPLETE_SECONDS
from tests.faults.faults import Happen
from tests.faults.house import House
from tests.faults.scene import EVERYBODY, STREAMS, playing

pytestmark = pytest.mark.asyncio(loop_scope="session")

BAD_ROADS = [
    (faults.browsers_half_open, 5.5),
    (faults.browsers_forgotten, 1.0),
    (faults.browsers_far_away, 1.5),
]
LONG = 3900  # characters of a note, as compressed as they get
MANY = 240  # such notes: more than all buffers on a small road hold together
AT_ONCE = 5  # presses, by each of three people


@pytest.mark.parametrize(("happen", "seconds"), BAD_ROADS, ids=lambda value: getattr(value, "__name__", ""))
async def test_on_a_bad_road_nothing_is_lost_and_pages_say_truthfully_whether_they_are_live(
    house: House, happen: Happen, seconds: float
) -> None:
    async with playing(house) as scene:
        await happen(scene, seconds)
        await scene.all_caught_up()


async def test_all_browsers_cut_at_once_come_back_at_once(house: House) -> None:
    async with playing(house, watching=EVERYBODY * 2) as scene:
        connects = [watcher.connects for watcher in scene.watchers]
        await faults.browsers_cut(scene, 1)
        await scene.all_caught_up()
        assert all(watcher.connects > n for watcher, n in zip(scene.watchers, connects, strict=True))
        assert all(post.failures == [] for post in scene.posts.values())


async def test_a_reader_that_stops_reading_stops_nobody_and_costs_no_memory(house: House) -> None:
    road = house.road_to_web(small=True)
    async with playing(house, rate=0) as scene:
        stalled = await scene.watch("support", address=road.address)
        await scene.until(lambda: stalled.is_live)
        others = [watcher for watcher in scene.watchers if watcher is not stalled]
        before, began = await meter.read(house), time()
        road.throttle(1)
        for _ in range(MANY // 3):
            await asyncio.gather(*(scene.say("lead", "briefing", padding=LONG) for _ in range(3)))
        await scene.until(lambda: all(each.history.held["briefing"] > MANY for each in others), 3)
        assert stalled.history.held["briefing"] < MANY // 2, "it was not stopped"
        assert await scene.lateness(0, time()) > 2, "the one that stopped was no later than the others"
        scene.watchers = others
        assert await scene.lateness(0, time()) < 2
        scene.watchers = [*others, stalled]
        assert (await meter.read(house)).memory - before.memory < 40 << 20
        assert not scene.not_live_since(began, others)
        await scene.until(lambda: not stalled.is_live, COMPLETE_SECONDS)
        road.heal()
        await scene.all_caught_up()


async def test_one_that_stops_reading_and_stays_is_hung_up_on_when_it_is_too_far_behind(house: House) -> None:
    """Its script stands still, so it does not even leave by itself."""
    road = house.road_to_web(small=True)
    async with playing(house, rate=0) as scene:
        sleeper = await scene.asleep("support", address=road.address)
        began = time()
        road.block()
        for posted in range(0, MANY + CATCH_UP_LIMIT, 3 * AT_ONCE):
            padding = LONG if posted < MANY else 0
            notes = [(who, padding) for who in STREAMS for _ in range(AT_ONCE)]
            await asyncio.gather(*(scene.say(who, "working", padding=padding) for who, padding in notes))
        assert await scene.lateness(0, time()) < 2
        assert not scene.not_live_since(began)
        road.heal()
        numbers, code = await sleeper.wake()
        head = (await scene.heads())["working"]
        assert code in (4408, 1006), "nobody hung up"  # 1006: it did not take the goodbye in time
        assert head > MANY + CATCH_UP_LIMIT and max(numbers, default=0) < head - CATCH_UP_LIMIT
