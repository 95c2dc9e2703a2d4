"""How much a house holds on to, read from /proc and from Postgres."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.faults.house import House

POOL = 16  # connections per process: warroom/settings/database.py
OF_THE_HUB = 6  # that a process keeps beside the pool, one for each thread that reads: live/hub.py


@dataclass(frozen=True)
class Reading:
    """Of the web process that holds most: resident bytes and open descriptors. And the app's connections."""

    memory: int
    descriptors: int
    connections: int
    allowed_connections: int


async def read(house: House) -> Reading:
    """What there is now. A process that ends while it is looked at holds nothing."""
    memory, descriptors = [0], [0]
    for pid in house.web_pids():
        with suppress(OSError):
            memory.append(_resident(pid))
            descriptors.append(len(list(Path(f"/proc/{pid}/fd").iterdir())))
    [row] = await house.rows(
        "SELECT count(*) FROM pg_stat_activity WHERE usename = %s AND pid <> pg_backend_pid()", "warroom"
    )
    return Reading(max(memory), max(descriptors), row["count"], (POOL + OF_THE_HUB) * house.processes)


def _resident(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0
