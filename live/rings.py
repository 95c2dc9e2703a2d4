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

    def head(self, stream: str) -> int:
        """The newest number of a stream that is being watched; the same in every language."""
        return next(ring.head for (of, _language), ring in self._rings.items() if of == stream)

    def start(self, stream: str, language: str, held: int) -> int:
        """From which number to read on, so that a page which holds `held` can be served from the ring."""
        ring = self._rings.get((stream, language))
        if ring is None:
            return held
        can_be_helped = ring.head - CATCH_UP_LIMIT <= held < ring.head
        return held if can_be_helped and not ring.covers(held) else ring.head

    def fill(self, snapshot: Snapshot, streams: Collection[str], languages: Collection[str]) -> None:
        """Bring the rings of what is watched up to the snapshot and forget the others."""
        runs: Mapping[str, list[Item]] = defaultdict(list)
        for item in sorted(snapshot.items, key=lambda item: item.n):
            runs[item.stream].append(item)
        filled = {}
        for stream in streams:
            head = snapshot.heads[stream]
            for language in languages:
                ring = self._rings.get((stream, language)) or Ring(stream, language, snapshot.epoch, head)
                ring.extend(runs[stream], head)
                filled[stream, language] = ring
        self._rings = filled

    def are_ahead_of(self, snapshot: Snapshot) -> bool:
        """Whether the record lost entries that we have seen."""
        return any(ring.head > snapshot.heads[stream] for (stream, _), ring in self._rings.items())
