"""The record itself is away, slow, or heard only half."""

import asyncio
from time import time

import pytest

from tests.faults import faults
from tests.faults.checks import COMPLETE_SECONDS
from tests.faults.faults import Happen
from tests.faults.house import House
from tests.faults.scene import SLACK, playing

pytestmark = pytest.mark.asyncio(loop_scope="session")

AWAY_SECONDS = 4.0  # longer than the pool tries before it gives up
AWAY = [
    (faults.postgres_stopped, 0.5),
    (faults.postgres_cut, 1.0),
    (faults.postgres_connections_reset, 0.0),
]


@pytest.mark.parametrize(("happen", "seconds"), AWAY, ids=lambda value: getattr(value, "__name__", ""))
async def test_it_goes_and_comes_back_with_everything_that_was_acknowledged(
    twin_house: House, happen: Happen, seconds: float
) -> None:
    async with playing(twin_house) as scene:
        await happen(scene, seconds)
        await scene.all_caught_up()


@pytest.mark.parametrize("commits", [True, False], ids=["done but unheard", "lost on the way"])
async def test_cut_during_the_commit_a_second_press_makes_it_one_entry(
    twin_house: House, commits: bool
) -> None:
    astray = faults.commit_done_but_unheard if commits else faults.commit_lost_on_the_way
    async with playing(twin_house, rate=0) as scene:
        deed, before = scene.ledger.note("lead", scene.room, "briefing"), await scene.room_seq()
        pressing = asyncio.create_task(scene.posts["lead"].attempt(deed))
        await astray(scene, 0)
        assert not await pressing
        assert await scene.room_seq() == before + commits
        assert await scene.posts["lead"].do(deed)
        assert await scene.room_seq() == before + 1
        await scene.all_caught_up()


async def test_while_it_cannot_be_heard_every_page_says_that_it_is_not_live(twin_house: House) -> None:
    async with playing(twin_house, rate=4) as scene:
        twin_house.to_postgres.block()
        try:
            still = lambda: [each.who for each in scene.watchers if each.is_live]  # noqa: E731
            await scene.until(lambda: not still(), COMPLETE_SECONDS + SLACK)
        finally:
            twin_house.to_postgres.heal()
        await scene.all_caught_up()


async def test_a_lock_held_for_five_seconds_delays_posts_and_no_page(twin_house: House) -> None:
    async with playing(twin_house) as scene:
        began = time()
        await faults.room_locked(scene, 5)
        assert not scene.not_live_since(began)
        await scene.all_caught_up()


async def test_with_every_connection_taken_the_pages_stay_live_and_everybody_is_served_in_the_end(
    twin_house: House,
) -> None:
    async with playing(twin_house, rate=4) as scene:
        began = time()
        await faults.pool_exhausted(scene, 5)
        assert not scene.not_live_since(began)
        await scene.all_caught_up()


async def test_with_many_dead_connections_in_the_pool_the_next_to_ask_is_answered_at_once(
    house: House,
) -> None:
    """However many were left behind: none of them costs a pause."""
    async with playing(house, rate=0) as scene:
        await faults.pool_exhausted(scene, 0)
        await faults.postgres_connections_reset(scene, 0)
        assert await scene.seconds_for_a_page() < COMPLETE_SECONDS
        await scene.all_caught_up()


async def test_whoever_asked_while_it_was_away_is_answered_soon_after_it_is_back(house: House) -> None:
    """Although nobody else comes to make the pool try once more."""
    async with playing(house, watching=[], rate=0) as scene:
        house.to_postgres.cut()
        asking = asyncio.create_task(scene.seconds_for_a_page())
        await asyncio.sleep(AWAY_SECONDS)
        house.to_postgres.heal()
        assert await asking < AWAY_SECONDS + COMPLETE_SECONDS
        await scene.watch("counsel")
