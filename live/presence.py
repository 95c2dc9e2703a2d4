"""Who has a page of a room open, in this process and in the others. Nothing of it is stored anywhere."""

import json
import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import uuid4

PROCESS = str(uuid4())
"""What this process calls itself when it tells the others."""

CHANNEL = "warroom:presence:"
"""With the room's id behind it: where the processes tell each other."""

SILENCE_SECONDS = 6.0
"""A process that was not heard for three beats takes the people it spoke of with it."""

LONGEST_MESSAGE = 128 * 1024
MOST_PROCESSES, MOST_PEOPLE, MOST_PAGES = 64, 500, 5
"""More than these nobody believes: whoever can write to Valkey may say anything, but not fill our memory."""

MOST_LISTED = 100
"""In a room with more people than this nobody reads the list, and telling everybody of everybody costs too much."""

PAGE = re.compile(r"(?:revision\.(?P<statement>[1-9][0-9]{0,17})\.(?P<number>[1-9][0-9]{0,8}))?", re.ASCII)
NAME = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)

People = Sequence[tuple[int, tuple[str, ...]]]
"""Person ids in order, each with the pages they have open, in order: "" is the room, "revision.5.7" a proof."""


class Said(NamedTuple):
    """What one process said about a room."""

    process: str
    people: People


class Presence:
    """Who is in one room. Two tabs are one presence, until both are gone. Times are the event loop's, in seconds."""

    def __init__(self, process: str = PROCESS) -> None:
        self._process = process
        self._tabs: Counter[tuple[int, str]] = Counter()
        self._elsewhere: dict[str, tuple[float, People]] = {}

    def enter(self, person: int, page: str) -> None:
        self._tabs[person, page] += 1

    def leave(self, person: int, page: str) -> None:
        """To leave without having entered changes nothing."""
        self._tabs[person, page] -= 1
        if self._tabs[person, page] <= 0:
            del self._tabs[person, page]

    def heard(self, process: str, people: People, at: float) -> None:
        """Take another process at its word until it speaks again. What this one said itself comes back, too."""
        if process == self._process:
            return
        if not people:
            self._elsewhere.pop(process, None)
        elif process in self._elsewhere or len(self._elsewhere) < MOST_PROCESSES:
            self._elsewhere[process] = at, people

    def forget_silent(self, at: float) -> None:
        for process, (heard_at, _people) in list(self._elsewhere.items()):
            if at - heard_at >= SILENCE_SECONDS:
                del self._elsewhere[process]

    def mine(self) -> People:
        """Who is here by way of this process: what the others should hear."""
        return _gather(self._tabs)

    def here(self, among: Container[int]) -> list[dict[str, Any]]:
        """Everyone of these people, once, in order of id: `[{"person": 3, "pages": ["", "revision.5.7"]}]`."""
        elsewhere = (
            (person, page) for _at, people in self._elsewhere.values() for person, page in _flat(people)
        )
        everyone = _gather(each for each in (*self._tabs, *elsewhere) if each[0] in among)
        return [{"person": person, "pages": list(pages)} for person, pages in everyone]


def encode(people: People, process: str = PROCESS) -> str:
    """What goes to Valkey, every two seconds: ids and pages, no name, no session, no stream."""
    return _json({"process": process, "people": people})


def parse(message: bytes | str) -> Said | None:
    """What a process said, as far as it can be believed. Never raises; None when it makes no sense at all.

    People and pages that cannot be are left out one by one, so that two versions of the program can share a room.
    """
    if len(message) > LONGEST_MESSAGE:
        return None
    try:
        said = json.loads(message)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict):
        return None
    process, people = said.get("process"), said.get("people")
    if not (isinstance(process, str) and NAME.fullmatch(process) and isinstance(people, list)):
        return None
    return Said(process, _gather(_believable(people[:MOST_PEOPLE])))


def presence_frame(here: Iterable[Mapping[str, Any]]) -> str:
    """What `Presence.here` says, for pages that may know; with `more`, of those not named nobody can tell. Names
    stay out: pages have their own list of people."""
    everyone = list(here)
    return _json({"type": "presence", "here": everyone[:MOST_LISTED], "more": len(everyone) > MOST_LISTED})


def is_page(page: str) -> bool:
    """Whether `page` names a place where somebody may be."""
    return PAGE.fullmatch(page) is not None


def _believable(people: Sequence[Any]) -> Iterable[tuple[int, str]]:
    for row in people:
        match row:
            case [int(person), list(pages)] if person is not True and 0 < person < 2**63:
                yield from (
                    (person, page) for page in pages[:MOST_PAGES] if isinstance(page, str) and is_page(page)
                )


def _flat(people: People) -> Iterable[tuple[int, str]]:
    return ((person, page) for person, pages in people for page in pages)


def _gather(pairs: Iterable[tuple[int, str]]) -> People:
    """Every person once, with their pages; the same people in the same words, whatever order they came in."""
    by_person: dict[int, list[str]] = {}
    for person, page in sorted(set(pairs)):
        by_person.setdefault(person, []).append(page)
    return tuple(
        (person, tuple(pages[:MOST_PAGES])) for person, pages in list(by_person.items())[:MOST_PEOPLE]
    )


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))
