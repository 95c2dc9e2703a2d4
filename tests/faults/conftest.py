"""Houses for the tests of one worker: one with a single web process, one with two behind one port."""

import os
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.faults.house import House


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Who shares a house shares a worker and an event loop."""
    for item in items:
        if "faults" in item.path.parts and isinstance(item, pytest.Function):
            if "twin_house" in item.fixturenames:
                item.add_marker(pytest.mark.xdist_group("two web processes"))
            elif "house" in item.fixturenames:
                item.add_marker(pytest.mark.xdist_group("one web process"))


@pytest.fixture(scope="session")
def seed() -> int:
    """What the random choices begin with: WARROOM_FAULT_SEED, or always the same."""
    return int(os.environ.get("WARROOM_FAULT_SEED", "20261123"))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def house() -> AsyncIterator[House]:
    house = House(processes=1)
    try:
        yield await house.open()
    finally:
        house.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def twin_house() -> AsyncIterator[House]:
    house = House(processes=2)
    try:
        yield await house.open()
    finally:
        house.close()
