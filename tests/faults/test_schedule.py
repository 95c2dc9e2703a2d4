"""A minute of one thing after another. WARROOM_FAULT_SEED=… chooses others; a failure says which it was."""

import pytest

from tests.faults.house import House
from tests.faults.schedule import Tally, at_random, play

pytestmark = pytest.mark.asyncio(loop_scope="session")

ROOMS, SECONDS = 2, 28


async def test_whatever_happens_in_a_minute_nothing_is_lost_doubled_or_leaked(
    twin_house: House, seed: int
) -> None:
    print(f"WARROOM_FAULT_SEED={seed}")  # noqa: T201  shown when it fails
    faults, tally = at_random(seed, twin_house), Tally()
    for _ in range(ROOMS):
        await play(twin_house, faults, tally, seconds=SECONDS)
    print(tally.summary())  # noqa: T201
    assert tally.violations == [], f"WARROOM_FAULT_SEED={seed}\n{tally.summary()}"
    assert tally.deliveries > 500 and tally.reconnects > 0 and tally.faults.total() >= 6
