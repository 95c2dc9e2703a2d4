"""`python -m tests.faults.soak --minutes 60`: long faults, many pages, room after room, until the time is up."""

import argparse
import asyncio
import sys
import time
from random import SystemRandom

from tests.faults.house import House
from tests.faults.schedule import Tally, at_random, play

ROOM_SECONDS = 90.0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/soak", description="Break a house again and again, for hours.")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument(
        "--seed", type=int, help="the same seed, the same order of faults (default: a new one)"
    )
    parser.add_argument("--processes", type=int, default=2, help="web processes behind one port")
    parser.add_argument("--crowd", type=int, default=4, help="open pages per person, of seven people")
    parser.add_argument("--rate", type=float, default=20.0, help="deeds per second")
    parser.add_argument("--short", action="store_true", help="faults as short as in bin/test")
    return parser.parse_args()


async def soak(said: argparse.Namespace, seed: int, tally: Tally) -> None:
    until = time.monotonic() + said.minutes * 60
    house = House(processes=said.processes)
    faults = at_random(seed, house)
    try:
        await house.open()
        while (left := until - time.monotonic()) > 0 and not tally.violations:
            seconds = min(left, ROOM_SECONDS)
            await play(
                house, faults, tally, seconds=seconds, long=not said.short, crowd=said.crowd, rate=said.rate
            )
            left = max(until - time.monotonic(), 0) / 60
            say(f"{left:6.1f} min left; {tally.line()}")
    finally:
        house.close()


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201  this is its face


def main() -> int:
    said = arguments()
    seed = SystemRandom().randrange(10**6) if said.seed is None else said.seed
    tally = Tally()
    say(f"bin/soak --minutes {said.minutes:g} --seed {seed}")
    asyncio.run(soak(said, seed, tally))
    say(tally.summary())
    for violation in tally.violations[:50]:
        say(f"  {violation}")
    if tally.violations:
        say(tally.last_words)
    return 1 if tally.violations else 0


if __name__ == "__main__":
    sys.exit(main())
