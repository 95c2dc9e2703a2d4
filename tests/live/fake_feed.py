"""A record kept in memory, for tests of the hub alone. The real one is tried in test_room_feed.py."""

import threading
from collections.abc import Collection

from live.feed import CATCH_UP_LIMIT, Item, Question, Snapshot

EVERYTHING = frozenset({"briefing", "working", "privileged"})


class FakeFeed:
    """One room. `hold()` keeps answers back until `let_go()`; what they say is decided before the wait."""

    presence_stream = "working"

    def __init__(self) -> None:
        self.epoch = "first"
        self.told: dict[str, list[str]] = {stream: [] for stream in sorted(EVERYTHING)}
        self.touched: dict[tuple[str, int], str] = {}
        self.rights: dict[int, frozenset[str]] = {}
        self.rights_version = 1
        self.standing = 1
        self.sessions: set[str] = set()
        self.looked_into: list[set[int]] = []
        self.asked: list[dict[str, int]] = []
        self.broken = False
        self.hears = True
        self._lock = threading.Lock()
        self._gate = threading.Event()
        self._gate.set()
        self.waiting = threading.Event()

    def invite(self, person: int, streams: Collection[str] = EVERYTHING) -> None:
        with self._lock:
            self.rights[person] = frozenset(streams)
            self.rights_version += 1
            self.sessions.add(f"session{person}")

    def remove(self, person: int) -> None:
        with self._lock:
            del self.rights[person]
            self.rights_version += 1

    def sign_out(self, person: int) -> None:
        with self._lock:
            self.sessions.discard(f"session{person}")
            self.standing += 1

    def expire(self, person: int) -> None:
        """A session that simply grows too old: nobody ended it, so nothing moves."""
        with self._lock:
            self.sessions.discard(f"session{person}")

    def post(self, stream: str, words: str, touches: str = "") -> None:
        with self._lock:
            self.told[stream].append(words)
            if touches:
                self.touched[stream, len(self.told[stream])] = touches

    def hold(self) -> None:
        self.waiting.clear()
        self._gate.clear()

    def let_go(self) -> None:
        self._gate.set()

    def read(self, room: int, question: Question) -> Snapshot | None:
        if self.broken:
            raise ConnectionError("the secret plan")
        if room != 1:
            return None
        with self._lock:
            self.asked.append(dict(question.cursors))
            checked = {*question.knocking}
            if question.standing != self.standing:
                checked |= {*question.watching}
            self.looked_into.append({person for person, _session in checked})
            snapshot = Snapshot(
                epoch=self.epoch,
                heads={stream: len(told) for stream, told in self.told.items()},
                rights_version=self.rights_version,
                rights=dict(self.rights) if question.rights_version != self.rights_version else None,
                standing=self.standing,
                ended=frozenset(each for each in checked if each[1] not in self.sessions),
                items=tuple(
                    self._item(stream, n, question.languages)
                    for stream, after in question.cursors.items()
                    for n in range(
                        1 + max(after, len(self.told[stream]) - CATCH_UP_LIMIT), 1 + len(self.told[stream])
                    )
                ),
            )
        self.waiting.set()
        self._gate.wait(5)
        return snapshot

    def _item(self, stream: str, n: int, languages: Collection[str]) -> Item:
        words, touched = self.told[stream][n - 1], self.touched.get((stream, n))
        return Item(
            stream=stream,
            n=n,
            html={language: f"{language}: {words}" for language in languages},
            touched={language: (f"{language}: {touched}",) if touched else () for language in languages},
        )
