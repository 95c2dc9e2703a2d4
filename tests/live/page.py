"""A page as the protocol sees it, for tests: holds cursors, checks every frame it gets."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

Send = Callable[[], Awaitable[str]]


class Page:
    """Follows the frames of one socket as <live-room> does, and is stricter about it."""

    def __init__(self, epoch: str, held: dict[str, int], language: str = "en") -> None:
        self.epoch = epoch
        self.held = held
        self.language = language
        self.protocol = "warroom.1"
        self.heads: dict[str, int] = {}
        self.shown: list[tuple[str, int, str]] = []
        self.touched: list[str] = []
        self.beats = 0
        self.hints = True
        self.here: list[dict[str, Any]] | None = None
        self.token = ""
        self.told_to_reload = False
        self.raw: list[str] = []

    @property
    def subprotocols(self) -> list[str]:
        held = [f"held.{stream}.{n}" for stream, n in self.held.items()]
        shown = [f"pass.{self.token}"] if self.token else []
        return [self.protocol, f"epoch.{self.epoch}", f"language.{self.language}", *held, *shown]

    def take(self, text: str) -> None:
        self.raw.append(text)
        frame = json.loads(text)
        match frame["type"]:
            case "hello":
                assert frame["protocol"] == 1
                assert frame["heads"].keys() == self.held.keys(), "heads of other people's streams"
                self.heads = frame["heads"]
            case "entries":
                assert frame["epoch"] == self.epoch
                for entry in frame["entries"]:
                    assert entry["n"] == self.held[frame["stream"]] + 1, "a gap, or twice"
                    self.held[frame["stream"]] = entry["n"]
                    self.shown.append((frame["stream"], entry["n"], entry["html"]))
                    self.touched += entry["touched"]
            case "heartbeat":
                self.beats += 1
                self.hints = frame["hints"]
                assert frame["heads"] == self.held, "a heartbeat says the page has everything"
            case "presence":
                assert frame["more"] is False
                self.here = frame["here"]
            case "reload":
                self.told_to_reload = True

    def numbers(self, stream: str) -> list[int]:
        return [n for of, n, _ in self.shown if of == stream]


async def soon(true: Callable[[], object], within: float = 10.0) -> None:
    """Wait until `true()`; fail after `within` seconds. Say `within` where it is promised."""
    async with asyncio.timeout(within):
        while not true():
            await asyncio.sleep(0.005)
