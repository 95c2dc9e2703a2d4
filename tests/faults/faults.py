"""What can go wrong. Each fault happens to a scene under load and is over when its function returns.

`seconds` is how long it lasts; `long` ones are for `bin/soak`.
"""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic

from tests.faults.house import House
from tests.faults.patience import PATIENCE
from tests.faults.proxy import Road
from tests.faults.scene import Scene
from tests.faults.traps import CommitTrap

CHANNEL, NOBODYS = b"warroom:room:", b"nobody:hears:"  # of one length, or Valkey would wait for the rest
Happen = Callable[[Scene, float], Awaitable[None]]


@dataclass(frozen=True)
class Fault:
    """`processes`: how many the house needs to have for it."""

    happen: Happen
    seconds: float
    long: float
    processes: int = 1

    @property
    def name(self) -> str:
        return self.happen.__name__.replace("_", " ")


# -- web --------------------------------------------------------------------------------------------


async def web_killed(scene: Scene, seconds: float) -> None:
    scene.house.kill_web()
    await asyncio.sleep(seconds)
    await scene.house.start_web()


async def web_stopped(scene: Scene, seconds: float) -> None:
    """One process sees nothing and says nothing. A supervisor may lose patience with it; then there is another."""
    house = scene.house
    stopped = house.web_pids()[0]
    house.send(stopped, signal.SIGSTOP)
    await asyncio.sleep(seconds)
    house.send(stopped, signal.SIGCONT)
    await house.until_served()


async def worker_killed(scene: Scene, seconds: float) -> None:
    """One of several web processes; the supervisor starts another, in its own time."""
    house = scene.house
    before = set(house.web_pids())
    house.send(min(before), signal.SIGKILL)
    with suppress(TimeoutError):
        await until(lambda: set(house.web_pids()) - before, within=15)


async def web_restarted_one_by_one(scene: Scene, seconds: float) -> None:
    """What an operator does for a new release: SIGHUP to the supervisor."""
    house = scene.house
    before = set(house.web_pids())
    assert house.web
    house.send(house.web.pid, signal.SIGHUP)
    await until(lambda: not before & set(house.web_pids()) and len(house.web_pids()) == house.processes)


# -- Valkey -----------------------------------------------------------------------------------------


async def valkey_killed(scene: Scene, seconds: float) -> None:
    """kill -9, with nothing on disk: whatever was in it is forgotten."""
    scene.house.kill(scene.house.valkey.child)
    await asyncio.sleep(seconds)
    await scene.house.restart_valkey()


async def valkey_flushed(scene: Scene, seconds: float) -> None:
    with scene.house.valkey_client() as valkey:
        await asyncio.to_thread(valkey.flushall)
    await asyncio.sleep(seconds)


async def valkey_stopped(scene: Scene, seconds: float) -> None:
    """It takes connections and commands, and answers none."""
    valkey = scene.house.valkey.child
    assert valkey
    scene.house.send(valkey.pid, signal.SIGSTOP)
    await asyncio.sleep(seconds)
    scene.house.send(valkey.pid, signal.SIGCONT)


async def valkey_cut(scene: Scene, seconds: float) -> None:
    await cut_for(scene.house.to_valkey, seconds)


async def valkey_half_open(scene: Scene, seconds: float) -> None:
    scene.house.to_valkey.block()
    await asyncio.sleep(seconds)
    scene.house.to_valkey.heal(forget=True)


async def hints_swallowed(scene: Scene, seconds: float) -> None:
    """Valkey answers everything at once, and passes no hint on. Nobody can tell but by the clock."""
    scene.house.to_valkey.rewrite = lambda said: said.replace(CHANNEL, NOBODYS)
    await asyncio.sleep(seconds)
    scene.house.to_valkey.rewrite = None


async def valkey_far_away(scene: Scene, seconds: float) -> None:
    """200 ms each way."""
    scene.house.to_valkey.delay(0.2)
    await asyncio.sleep(seconds)
    scene.house.to_valkey.heal()


# -- Postgres ---------------------------------------------------------------------------------------


async def postgres_stopped(scene: Scene, seconds: float) -> None:
    """An immediate stop, as if the plug had been pulled: it comes back through its write-ahead log."""
    house = scene.house
    house.kill(house.postgres.child, signal.SIGQUIT)
    await asyncio.sleep(seconds)
    await house.keep(house.postgres.start)


async def postgres_cut(scene: Scene, seconds: float) -> None:
    await cut_for(scene.house.to_postgres, seconds)


async def postgres_half_open(scene: Scene, seconds: float) -> None:
    scene.house.to_postgres.block()
    await asyncio.sleep(seconds)
    scene.house.to_postgres.heal()


async def postgres_connections_reset(scene: Scene, seconds: float) -> None:
    """Each of them once; who calls again gets through."""
    scene.house.to_postgres.cut(once=True)
    await asyncio.sleep(seconds)


async def commit_done_but_unheard(scene: Scene, seconds: float) -> None:
    await _commit_goes_astray(scene, commits=True)


async def commit_lost_on_the_way(scene: Scene, seconds: float) -> None:
    await _commit_goes_astray(scene, commits=False)


async def _commit_goes_astray(scene: Scene, *, commits: bool) -> None:
    """Somebody's request cannot know whether it is done. They press again."""
    trap = CommitTrap(scene.house.to_postgres)
    try:
        caught = await asyncio.to_thread(trap.caught.wait, PATIENCE)
        assert caught, "nobody wrote"
        trap.release(commits=commits)
        await asyncio.sleep(0.2)
        trap.hang_up()
    finally:
        trap.remove()


async def web_killed_in_mid_commit(scene: Scene, seconds: float) -> None:
    """The COMMIT is on its way when its process dies: it happens, and nobody is told."""
    trap = CommitTrap(scene.house.to_postgres)
    try:
        caught = await asyncio.to_thread(trap.caught.wait, PATIENCE)
        assert caught, "nobody wrote"
        scene.house.kill_web()
        trap.release(commits=True)
        await asyncio.sleep(seconds)
    finally:
        trap.remove()
    await scene.house.start_web()


async def web_killed_in_mid_request(scene: Scene, seconds: float) -> None:
    """Requests stand at the room's lock when their process dies."""
    house = scene.house
    with house.connect() as holder:
        holder.execute("SELECT 1 FROM incidents_incident WHERE id = %s FOR UPDATE", [scene.room])
        await until_waiting(house, 1)
        house.kill_web()
        holder.rollback()
    await house.start_web()


async def room_locked(scene: Scene, seconds: float) -> None:
    """Somebody else holds the room's row, and takes their time."""
    with scene.house.connect() as holder:
        holder.execute("SELECT 1 FROM incidents_incident WHERE id = %s FOR UPDATE", [scene.room])
        await asyncio.sleep(seconds)
        holder.rollback()


async def pool_exhausted(scene: Scene, seconds: float) -> None:
    """More requests stand at a lock than there are connections."""
    more = 20
    deeds = [scene.ledger.note("lead", scene.room, "working") for _ in range(more)]
    with scene.house.connect() as holder:
        holder.execute("SELECT 1 FROM incidents_incident WHERE id = %s FOR UPDATE", [scene.room])
        posting = [asyncio.create_task(scene.posts["lead"].do(deed)) for deed in deeds]
        await until_waiting(scene.house, 12)
        await asyncio.sleep(seconds)
        holder.rollback()
    await asyncio.gather(*posting)


# -- the network to the browsers --------------------------------------------------------------------


async def browsers_cut(scene: Scene, seconds: float) -> None:
    """All at once, as when a router restarts."""
    await cut_for(scene.house.front, seconds)


async def browsers_half_open(scene: Scene, seconds: float) -> None:
    """Nobody is told that anything is wrong; what was said meanwhile arrives late."""
    scene.house.front.block()
    await asyncio.sleep(seconds)
    scene.house.front.heal()


async def browsers_forgotten(scene: Scene, seconds: float) -> None:
    """As a firewall does it: old connections stand for ever and carry nothing."""
    scene.house.front.block()
    await asyncio.sleep(seconds)
    scene.house.front.heal(forget=True)


async def browsers_far_away(scene: Scene, seconds: float) -> None:
    scene.house.front.delay(0.2)
    await asyncio.sleep(seconds)
    scene.house.front.heal()


# -- means ------------------------------------------------------------------------------------------


async def cut_for(road: Road, seconds: float) -> None:
    road.cut(once=not seconds)
    await asyncio.sleep(seconds)
    road.heal()


async def until(true: Callable[[], object], within: float = 4 * PATIENCE) -> None:
    async with asyncio.timeout(within):
        while not true():
            await asyncio.sleep(0.05)


async def until_waiting(house: House, count: int, within: float = PATIENCE) -> None:
    """So many of the app's requests stand at a lock."""
    deadline = monotonic() + within
    sql = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    while (await house.rows(sql))[0]["count"] < count:
        assert monotonic() < deadline, f"fewer than {count} stood at the lock"
        await asyncio.sleep(0.05)


FAULTS = [
    Fault(web_killed, 0, 5),
    Fault(web_stopped, 3, 6),
    Fault(worker_killed, 0, 0, processes=2),
    Fault(web_restarted_one_by_one, 0, 0, processes=2),
    Fault(valkey_killed, 1.5, 10),
    Fault(valkey_flushed, 0, 0),
    Fault(valkey_stopped, 3, 30),
    Fault(valkey_cut, 2, 10),
    Fault(valkey_half_open, 3, 20),
    Fault(hints_swallowed, 2, 10, processes=2),
    Fault(valkey_far_away, 2, 10),
    Fault(postgres_stopped, 0.5, 15),
    Fault(postgres_cut, 1, 15),
    Fault(postgres_half_open, 2, 8),
    Fault(postgres_connections_reset, 0, 0),
    Fault(commit_done_but_unheard, 0, 0),
    Fault(commit_lost_on_the_way, 0, 0),
    Fault(web_killed_in_mid_commit, 0.2, 1),
    Fault(web_killed_in_mid_request, 0, 0),
    Fault(room_locked, 2, 5),
    Fault(pool_exhausted, 1, 8),
    Fault(browsers_cut, 0, 8),
    Fault(browsers_half_open, 2, 8),
    Fault(browsers_forgotten, 1, 8),
    Fault(browsers_far_away, 2, 10),
]
