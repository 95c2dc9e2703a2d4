"""Two web processes behind one port."""

import asyncio

import pytest

from tests.faults import faults
from tests.faults.house import House
from tests.faults.scene import playing

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_rolling_restart_loses_no_entry_and_gives_no_error_that_a_second_press_does_not_mend(
    twin_house: House,
) -> None:
    async with playing(twin_house) as scene:
        before = set(twin_house.web_pids())
        assert len(before) == 2
        posting = len(scene.ledger.acknowledged)
        await faults.web_restarted_one_by_one(scene, 0)
        assert not before & set(twin_house.web_pids())
        assert len(scene.ledger.acknowledged) > posting, "nobody could post meanwhile"
        await scene.all_caught_up()
        assert all(watcher.connects > 1 for watcher in scene.watchers)


async def test_one_of_two_is_killed_and_replaced(twin_house: House) -> None:
    async with playing(twin_house) as scene:
        await faults.worker_killed(scene, 0)
        await scene.all_caught_up()


async def test_what_one_process_is_told_the_other_tells_too(twin_house: House) -> None:
    """With more pages than chance would put on one side; each poster speaks to either."""
    async with playing(twin_house, watching=["counsel"] * 8) as scene:
        await asyncio.sleep(1.5)
        await scene.quiet()
        assert await scene.lateness(0, float("inf")) < 1.0
