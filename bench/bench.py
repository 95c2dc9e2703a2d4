"""What a suite is given, and what it gives back."""

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.house import House
from bench.world import Room, World


@dataclass
class Bench:
    """One run. `sizes`: how many watchers, ascending."""

    house: House
    world: World
    rounds: int
    sizes: Sequence[int]
    quick: bool
    began: float = field(default_factory=time.monotonic)
    done: int = 0
    """Rounds of the present suite."""
    kept: dict[str, Any] = field(default_factory=dict)
    """What one suite leaves for another: filling a room with 20,000 entries is done once."""

    def say(self, text: str) -> None:
        """Progress, for whoever waits."""
        print(f"{time.monotonic() - self.began:6.0f} s  {text}", file=sys.stderr, flush=True)

    def turns(self, seconds: float) -> Iterator[int]:
        """The rounds: 0, 1, 2 … Another one begins only while less than `seconds` have passed, a suite's share of
        the quarter of an hour that all may take together."""
        began = time.monotonic()
        for turn in range(self.rounds):
            if turn and time.monotonic() - began > seconds:
                self.say(f"no time for more than {turn} rounds on this machine")
                return
            self.done = turn + 1
            yield turn

    def room_with(self, entries: int) -> Room:
        """The run's room with so many entries, and nobody in it but the lead."""
        name = f"room with {entries}"
        if name not in self.kept:
            self.say(f"filling a room with {entries:,} entries")
            self.kept[name] = self.world.room(entries=entries)
        room: Room = self.kept[name]
        return room

    @property
    def most(self) -> int:
        return max(self.sizes)


@dataclass
class Outcome:
    """`figures`: name -> value, for the targets. `tables`: for people. `raw`: everything, for the JSON."""

    figures: dict[str, float] = field(default_factory=dict)
    tables: list[str] = field(default_factory=list)
    raw: dict[str, Any] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
