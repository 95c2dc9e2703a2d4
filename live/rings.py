"""All the rings of one room."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from live.feed import CATCH_UP_LIMIT, Item, Snapshot
from live.ring import Ring


class Rings:
    """One ring per stream and language that is being watched."""

    def __init__(self) -> None:
        self._rings: dict[tuple[str, str], Ring] = {}

    def of(self, streams: Collection[str], language: str) -> dict[str, Ring]:
        return {stream: self._rings[stream, language] for stream in streams}

    def heads(self) -> dict[str, int]:
        """The newest number of every stream there is a ring of; the same in every language."""
        return {stream: ring.head for (stream, _language), ring in self._rings.items()}

    def languages(self) -> set[str]:
        return {language for _stream, language in self._rings}

    def reach(self, held: Mapping[str, int], language: str) -> bool:
        """Whether a page that holds this much can be brought up to date from here."""
        rings = {stream: self._rings.get((stream, language)) for stream in held}
        return all(ring is not None and ring.covers(held[stream]) for stream, ring in rings.items())

    def keep(self, needed: Collection[tuple[str, str]]) -> None:
        """Forget the rings of every other stream and language."""
        self._rings = {key: ring for key, ring in self._rings.items() if key in needed}

    def start(self, stream: str, language: str, held: int) -> int:
        """From which number to read on, so that a page which holds `held` can be served from the ring."""
        ring = self._rings.get((stream, language))
        if ring is None:
            return held
        can_be_helped = ring.head - CATCH_UP_LIMIT <= held < ring.head
        return held if can_be_helped and not ring.covers(held) else ring.head

    def fill(self, snapshot: Snapshot, streams: Collection[str], languages: Collection[str]) -> None:
        """Bring the rings of these up to the snapshot: all of them, or with BrokenFeed none."""
        runs: Mapping[str, list[Item]] = defaultdict(list)
        for item in sorted(snapshot.items, key=lambda item: item.n):
            runs[item.stream].append(item)
        filled = {
            (stream, language): self._rings.get((stream, language))
            or Ring(stream, language, snapshot.epoch, snapshot.heads[stream])
            for stream in streams
            for language in languages
        }
        for (stream, _language), ring in filled.items():
            ring.check(runs[stream], snapshot.heads[stream])
        for (stream, _language), ring in filled.items():
            ring.extend(runs[stream], snapshot.heads[stream])
        self._rings = filled

    def are_ahead_of(self, snapshot: Snapshot) -> bool:
        """Whether the record lost entries that we have seen."""
        return any(ring.head > snapshot.heads[stream] for (stream, _), ring in self._rings.items())
