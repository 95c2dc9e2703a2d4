"""Nudge, deputy and lead at the right time, across a worker killed with -9, a beat restarted, and two beats."""

from collections.abc import Iterator

import pytest

from tests.clocks.house import ClockHouse

EACH_ONCE = {"slot.nudged": 1, "slot.expired": 1, "slot.delegated": 1, "lead.told": 1}
NUDGED = {"slot.nudged": 1}


@pytest.fixture(scope="module")
def house() -> Iterator[ClockHouse]:
    house = ClockHouse()
    try:
        house.open().scene("furnish")
        yield house
    finally:
        house.close()


@pytest.mark.xdist_group("clocks")
def test_the_clocks_survive_whatever_becomes_of_those_who_look_at_them(house: ClockHouse) -> None:
    """One story, since every process in it takes seconds to start."""
    early, half, over = house.scene("ask", "5", "16", "31")["rooms"]

    # Nobody looks: nothing is told. One worker, one beat: what is due is told, and nothing else.
    assert [house.told(room) for room in (early, half, over)] == [{}, {}, {}]
    worker, beat = house.run("worker"), house.run("beat")
    house.until(lambda: house.told(over) == EACH_ONCE and house.told(half) == NUDGED)
    assert house.told(early) == {}

    # The worker is killed, whatever it is doing. Time passes; meanwhile nobody is told, and nobody has signed.
    house.kill(worker)
    house.scene("pass", "20", str(early), str(half))
    assert (house.told(early), house.told(half)) == ({}, NUDGED)

    # Beat is killed, too. Then there are two workers and two beats: everything is told, and once.
    house.kill(beat)
    rooms = house.scene("ask", *["31"] * 6)["rooms"]
    for part in ("worker", "worker", "beat", "beat"):
        house.run(part)
    house.until(lambda: house.told(half) == EACH_ONCE and house.told(early) == NUDGED)
    house.until(lambda: all(house.told(room) == EACH_ONCE for room in rooms))

    # Several rounds later, with tasks of both beats: nothing twice, nothing lost, and silence has approved nothing.
    rounds = "SELECT count(*) FROM approvals_reminder"
    before = house.rows(rounds)
    house.until(lambda: house.told(early) == NUDGED, seconds=1)
    house.scene("pass", "20", str(early))
    house.until(lambda: house.told(early) == EACH_ONCE)
    assert house.rows(rounds)[0]["count"] == before[0]["count"] + 2
    everywhere = [early, half, over, *rooms]
    assert [house.told(room) for room in everywhere] == [EACH_ONCE] * len(everywhere)
    assert house.rows("SELECT id FROM approvals_signoff") == []


@pytest.mark.xdist_group("clocks")
def test_a_task_done_by_several_workers_at_once_is_done_once(house: ClockHouse) -> None:
    """As after a redelivery: the same message, to whoever is there."""
    rooms = house.scene("ask", *["31"] * 4)["rooms"]
    house.scene("kick", "20")
    house.until(lambda: all(house.told(room) == EACH_ONCE for room in rooms))
    house.scene("kick", "20")
    assert [house.told(room) for room in rooms] == [EACH_ONCE] * len(rooms)
