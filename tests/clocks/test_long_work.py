"""Real workers, killed with -9 in the middle of a replay and of a copy: each step is done once, and all of them."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.clocks.house import ClockHouse

PATIENCE = (
    240.0  # seconds; a hundred steps of a replay, after a worker has started, on a box where others work
)


@pytest.fixture(scope="module")
def house() -> Iterator[ClockHouse]:
    house = ClockHouse()
    try:
        house.open().scene("staff")
        yield house
    finally:
        house.close()


@pytest.fixture(autouse=True)
def nobody_at_work(house: ClockHouse) -> Iterator[None]:
    """A worker left over from one test would do the work of the next, and nobody would notice."""
    yield
    for child in list(house.children):
        house.kill(child)


def job(house: ClockHouse, pk: int) -> dict[str, Any]:
    (row,) = house.rows("SELECT * FROM jobs_job WHERE id = %s", pk)
    return row


def kill_in_the_middle(house: ClockHouse, pk: int, *, after: int) -> int:
    """Start a worker and end it by force once the job has come so far. How far it had come."""
    worker = house.run("worker")
    house.until(lambda: job(house, pk)["done"] >= after or job(house, pk)["ended_at"], PATIENCE)
    house.kill(worker)
    killed = job(house, pk)
    assert killed["failure"] == "", killed["problems"]
    assert killed["ended_at"] is None, "it was over before it could be killed"
    return int(killed["done"])


@pytest.mark.xdist_group("clocks")
def test_a_replay_goes_on_where_its_worker_was_killed(house: ClockHouse) -> None:
    (whole,) = house.scene("replay", "1")["jobs"]
    # One is played undisturbed; it says what the other must come to.
    worker = house.run("worker")
    house.run("beat")
    house.until(lambda: job(house, whole)["ended_at"] is not None, PATIENCE)
    assert job(house, whole)["failure"] == "", job(house, whole)["problems"]
    house.kill(worker)

    (other,) = house.scene("replay", "1")["jobs"]
    done = kill_in_the_middle(house, other, after=20)
    house.until(lambda: free(house, other), PATIENCE)
    done = kill_in_the_middle(house, other, after=done + 10)
    house.run("worker")
    house.until(lambda: job(house, other)["ended_at"] is not None, PATIENCE)
    ended = job(house, other)
    assert (ended["failure"], ended["done"], ended["done"] > done) == ("", ended["total"], True)

    rooms = [job(house, pk)["result"]["room"] for pk in (whole, other)]
    assert told(house, rooms[0]) == told(house, rooms[1])
    opened = house.rows("SELECT scenario FROM incidents_incident WHERE scenario <> ''")
    assert len(opened) == 2  # and not one more for the worker that died


def free(house: ClockHouse, pk: int) -> bool:
    """Whether the lease of the worker that died has run out."""
    sql = "SELECT leased_until IS NULL OR leased_until < now() AS free FROM jobs_job WHERE id = %s"
    return bool(house.rows(sql, pk)[0]["free"])


def told(house: ClockHouse, room: int) -> list[tuple[Any, ...]]:
    sql = "SELECT stream, n, type, actor_id FROM incidents_timelineentry WHERE incident_id = %s ORDER BY room_seq"
    return [tuple(row.values()) for row in house.rows(sql, room)]


@pytest.mark.xdist_group("clocks")
def test_a_copy_goes_on_where_its_worker_was_killed(house: ClockHouse) -> None:
    (pk,) = house.scene("export")["jobs"]
    done = kill_in_the_middle(house, pk, after=3)
    house.run("worker")
    house.run("beat")
    house.until(lambda: job(house, pk)["ended_at"] is not None, PATIENCE)
    ended = job(house, pk)
    assert (ended["failure"], ended["done"] > done) == ("", True)

    room = ended["wants"]["room"]
    entries = house.rows("SELECT n FROM incidents_timelineentry WHERE incident_id = %s", room)
    pieces = house.rows(
        "SELECT path, position, content FROM reporting_exportpiece JOIN reporting_export export"
        " ON export.id = export_id WHERE export.job_id = %s AND path = 'timeline.jsonl' ORDER BY position",
        pk,
    )
    lines = b"".join(bytes(piece["content"]) for piece in pieces).splitlines()
    assert len(lines) == len(set(lines)) == len(entries)


@pytest.mark.xdist_group("clocks")
def test_a_task_given_to_everybody_is_done_once(house: ClockHouse) -> None:
    """As after a redelivery: the same message twenty times, to two workers."""
    house.run("worker")
    house.run("worker")
    (pk,) = house.scene("replay", "1")["jobs"]
    house.scene("work", str(pk), "20")
    house.until(lambda: job(house, pk)["ended_at"] is not None, PATIENCE)
    ended = job(house, pk)
    assert ended["failure"] == ""
    counted = house.rows(
        "SELECT count(*) FROM incidents_timelineentry WHERE incident_id = %s AND type = 'room.opened'",
        ended["result"]["room"],
    )
    assert counted[0]["count"] == 1
    house.scene("work", str(pk), "20")
    assert job(house, pk) == ended
