"""The verbs of the pack format. Each calls the action that the room's own pages call, as the cast."""

from exercises.deeds import posts, publications, rooms, statements, strands  # noqa: F401  (importing them registers them)
from exercises.deeds.registry import Deed, deeds

__all__ = ["Deed", "deeds"]
