"""What one reader's page has shown, and when."""

import re
from dataclasses import dataclass, field
from time import time

from tests.articles import articles_in

REF = re.compile(r"([bwp])([0-9]+)")
STREAMS = {"b": "briefing", "w": "working", "p": "privileged"}


@dataclass
class History:
    """`shown`: every entry by its reference, as it looks now on this page; `pushed`: what came by the socket,
    in order; `first`: per stream the oldest number this page was drawn with."""

    who: str
    shown: dict[str, str] = field(default_factory=dict)
    pushed: list[tuple[str, int]] = field(default_factory=list)
    came_at: dict[str, float] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)
    held: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    loaded_at: float = 0.0

    def load(self, articles: dict[str, str], held: dict[str, int], *, at: float) -> None:
        """The page was drawn afresh with these articles, and says it holds `held`."""
        self.shown = dict(articles)
        self.pushed, self.held = [], dict(held)
        self.loaded_at = at
        now = time()
        for ref in articles:
            self.came_at.setdefault(ref, now)
        self.first = {}
        drawn = [parse(ref) for ref in articles]
        for stream, n in held.items():
            numbers = sorted(number for of, number in drawn if of == stream)
            self.first[stream] = numbers[0] if numbers else n + 1
            # The cursors were read before the entries: there may be more than they say, never less or a hole.
            if numbers and (numbers != list(range(numbers[0], numbers[-1] + 1)) or numbers[-1] < n):
                self.faults.append(f"{self.who}: drawn with {stream} {numbers}, though it holds {n}")
        for of in {of for of, _number in drawn} - held.keys():
            self.faults.append(f"{self.who}: drawn with entries of {of}, which it does not follow")

    def push(self, stream: str, n: int, html: str, touched: list[str]) -> None:
        ref = f"{stream[0]}{n}"
        if n != self.held[stream] + 1:
            self.faults.append(f"{self.who}: {ref} after {stream[0]}{self.held[stream]}")
        self.held[stream] = n
        self.pushed.append((stream, n))
        self.came_at.setdefault(ref, time())
        look = articles_in(html).get(ref)
        if look is None:
            self.faults.append(f"{self.who}: {ref} came, saying it was {list(articles_in(html))}")
            return
        self.shown[ref] = look
        for each in touched:
            self.shown |= {old: new for old, new in articles_in(each).items() if old in self.shown}

    def numbers(self, stream: str) -> list[int]:
        """Every number of the stream on this page, in order."""
        return sorted(n for of, n in map(parse, self.shown) if of == stream)


def parse(ref: str) -> tuple[str, int]:
    match = REF.fullmatch(ref)
    assert match, ref
    return STREAMS[match[1]], int(match[2])
