"""Drives the load client: many readers in one cheap process (wsload.c says what it can do)."""

import subprocess
import tempfile
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import Self

from bench.place import WSLOAD


class LoadFailed(Exception):
    """The load client said something unexpected; the measurement is worth nothing."""


@dataclass(frozen=True)
class Reached:
    """How many readers have an entry, and when (CLOCK_MONOTONIC, ns) the first, the middle and the last got it."""

    count: int
    first: int
    median: int
    p99: int
    last: int


@dataclass(frozen=True)
class Connected:
    ok: int
    failed: int
    began: int
    last: int

    @property
    def ms(self) -> float:
        """From the first SYN to the last accepted handshake."""
        return (self.last - self.began) / 1e6


@dataclass(frozen=True)
class Checked:
    """Of the open readers: entries that never came, entries that came again, and how many readers that were."""

    open: int
    missing: int
    twice: int
    with_missing: int
    with_twice: int
    disordered: int


@dataclass(frozen=True)
class Totals:
    open: int
    deliveries: int
    bytes: int
    closed: int
    last_code: int
    deflated: int
    last_delivery: int


class Load:
    """A load client connected to one server. Use as a context manager: it leaves nothing behind."""

    def __init__(self, port: int, mode: str, *, deflate: bool = False) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="warroom-load-")
        argv = [str(WSLOAD), "127.0.0.1", str(port), mode, *(["deflate"] if deflate else [])]
        self._process = subprocess.Popen(
            argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, start_new_session=True
        )

        self._answers: dict[str, deque[list[int]]] = defaultdict(deque)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()
        self._folder.cleanup()

    def clients(self, lines: Sequence[str]) -> None:
        """Who the readers are: a line each, `path TAB cookie TAB origin TAB subprotocols`."""
        path = Path(self._folder.name) / "clients"
        path.write_text("".join(f"{line}\n" for line in lines))
        self._tell(f"clients {path}")
        self._answer("clients", 1)

    def start_connecting(self, first: int, count: int, *, at_once: int) -> None:
        self._tell(f"connect {first} {count} {at_once}")

    def connected(self) -> Connected:
        return Connected(*self._answer("connected", 4))

    def connect(self, first: int, count: int, *, at_once: int = 20) -> Connected:
        """Open these; raises LoadFailed when one is refused."""
        self.start_connecting(first, count, at_once=at_once)
        said = self.connected()
        if said.failed:
            raise LoadFailed(f"{said.failed} of {count} handshakes were refused")
        return said

    def base(self, n: int) -> None:
        self._tell(f"base {n}")
        self._answer("base", 1)

    def expect(self, n: int, count: int, *, seconds: float = 10) -> None:
        """Watch for entry `n` to reach `count` readers; `reached` then tells. Say it before publishing."""
        self._tell(f"expect {n} {count} {int(seconds * 1000)}")

    def reached(self) -> Reached:
        return Reached(*self._answer("reached", 5))

    def check(self, first: int, last: int) -> Checked:
        self._tell(f"check {first} {last}")
        return Checked(*self._answer("checked", 6))

    def behind(self, last: int, *, but: int = -1) -> int:
        """How many open readers, not counting reader `but`, lack an entry up to `last`."""
        self._tell(f"behind {last} {but}")
        return self._answer("behind", 1)[0]

    def totals(self) -> Totals:
        self._tell("totals")
        return Totals(*self._answer("totals", 7))

    def until_quiet(self, deliveries: int, *, seconds: float) -> Totals:
        """Wait for so many deliveries since `base`, or until nothing has come for `seconds`."""
        said = self.totals()
        quiet_since = monotonic()
        while said.deliveries < deliveries and monotonic() - quiet_since < seconds:
            sleep(0.05)
            before, said = said, self.totals()
            if said.deliveries > before.deliveries:
                quiet_since = monotonic()
        return said

    def stall(self, reader: int) -> None:
        self._tell(f"stall {reader}")
        self._answer("stalled", 1)

    def drop(self) -> None:
        """Cut every line at once, as a dead network does."""
        self._tell("drop")
        self._answer("dropped", 1)

    def _tell(self, command: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(command + "\n")

    def _answer(self, word: str, numbers: int) -> list[int]:
        """The next answer of this kind. Others that come first are kept for whoever asks for them."""
        assert self._process.stdout is not None
        while not self._answers[word]:
            line = self._process.stdout.readline()
            said = line.split()
            if not said or said[0] == "unknown":
                raise LoadFailed(f"expected {word!r} from the load client and got {line!r}")
            self._answers[said[0]].append([int(each) for each in said[1:]])
        answer = self._answers[word].popleft()
        if len(answer) != numbers:
            raise LoadFailed(f"expected {numbers} numbers with {word!r} and got {answer}")
        return answer
