"""What every suite may ask of a server that is measured."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import monotonic_ns

from bench.house import House
from bench.load import Load
from bench.world import Room
from warroom.embedded.processes import Child


class Contender(ABC):
    """One server. `publish` says the next thing to all its readers and returns its number and when it was said."""

    name: str
    mode = "ws"
    deflate = False
    most = 3000
    """More readers than this would take longer than the answer is worth."""

    child: Child
    port: int

    def __init__(self, house: House) -> None:
        self.house = house
        self._n = 0

    def lacks(self) -> str:
        """Why this one cannot be measured here; empty when it can."""
        return ""

    def enter(self, room: Room) -> None:
        """From now on it is this room that is spoken of."""
        self.room = room

    @abstractmethod
    def command(self) -> Sequence[str]: ...

    @contextmanager
    def running(self, room: Room) -> Iterator["Contender"]:
        self.port = self.house.port()
        self.enter(room)
        with self.house.serving(self.name, self.command(), self.port, health=self.health) as self.child:
            yield self

    health = ""

    def load(self) -> Load:
        """Readers for this server, none of them connected yet."""
        return Load(self.port, self.mode, deflate=self.deflate)

    def readers(self, count: int) -> list[str]:
        return ["/\t\t\t"] * count

    def head(self) -> int:
        """The number of what was published last."""
        return self._n

    @abstractmethod
    def publish(self) -> tuple[int, int]:
        """(number, CLOCK_MONOTONIC ns just before the server was told)"""


class Relay(Contender):
    """Hears a Valkey channel and passes on what it hears: the same entry, rendered by us beforehand."""

    def enter(self, room: Room) -> None:
        super().enter(room)
        self._template = room.frame(number=999_999_999)
        self._valkey = room.world.valkey

    @property
    def channel(self) -> str:
        """Nobody shall wake at what is told to another."""
        return f"bench-{self.name.replace(' ', '-')}"

    def text(self) -> str:
        self._n += 1
        return self._template.replace("999999999", str(self._n))

    def publish(self) -> tuple[int, int]:
        text = self.text()
        at = monotonic_ns()
        self._valkey.publish(self.channel, text)
        return self._n, at
