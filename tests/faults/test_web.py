"""The web process dies, or stands still."""

import asyncio
import signal

import pytest

from tests.faults import faults
from tests.faults.checks import COMPLETE_SECONDS
from tests.faults.house import House
from tests.faults.scene import playing

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_killed_under_load_it_loses_nothing_it_acknowledged(house: House) -> None:
    async with playing(house) as scene:
        before = len(scene.ledger.acknowledged)
        await faults.web_killed(scene, 0)
        await scene.all_caught_up()
        assert 0 < before < len(scene.ledger.acknowledged)


async def test_killed_in_mid_request_it_leaves_nothing_behind_and_a_second_press_finds_nothing(
    house: House,
) -> None:
    async with playing(house, rate=0) as scene:
        deed = scene.ledger.note("lead", scene.room, "working")
        pressing = asyncio.create_task(scene.posts["lead"].do(deed))
        await faults.web_killed_in_mid_request(scene, 0)
        assert await pressing
        assert len(deed.answers) > 1 and deed.answers[-1] == "201"


async def test_killed_in_mid_commit_it_has_done_the_deed_and_a_second_press_does_it_no_second_time(
    house: House,
) -> None:
    async with playing(house, rate=0) as scene:
        deed = scene.ledger.note("counsel", scene.room, "privileged")
        before = await scene.room_seq()
        pressing = asyncio.create_task(scene.posts["counsel"].attempt(deed))
        await faults.web_killed_in_mid_commit(scene, 0.2)
        assert not await pressing and deed.acknowledged_at is None
        assert await scene.room_seq() == before + 1
        await scene.all_caught_up()  # without anybody pressing again
        assert await scene.posts["counsel"].do(deed)
        assert await scene.room_seq() == before + 1


async def test_while_it_stands_still_every_page_says_so_and_afterwards_has_everything(house: House) -> None:
    async with playing(house) as scene:
        [web] = house.web_pids()
        house.send(web, signal.SIGSTOP)
        try:
            await scene.until(lambda: not any(each.is_live for each in scene.watchers), COMPLETE_SECONDS)
            await asyncio.sleep(1)
        finally:
            house.send(web, signal.SIGCONT)
        await scene.all_caught_up()
