"""What follows from an entry, in the transaction that tells it.

Apps on the floors above say here what has to happen when, say, a fact is refuted. The room knows none of them,
and nothing of it can be forgotten: `timeline.record` is the only door, and it asks here.
"""

from collections import defaultdict
from collections.abc import Callable

from incidents.models import TimelineEntry

Consequence = Callable[[TimelineEntry], None]

_consequences: dict[str, list[Consequence]] = defaultdict(list)


def follows(*types: str) -> Callable[[Consequence], Consequence]:
    """Call the decorated function with every entry of these types, right after it was recorded.

    It runs under the room's lock, before the deed goes on: what the story says has changed, other rows may not
    have. What it raises undoes the deed, so it refuses nothing.
    """

    def register(consequence: Consequence) -> Consequence:
        for each in types:
            _consequences[each].append(consequence)
        return consequence

    return register


def carry_out(entry: TimelineEntry) -> None:
    """Everything that follows from `entry`."""
    for consequence in _consequences.get(entry.type, ()):
        consequence(entry)
