from publishing.models.flag import Flag
from publishing.models.publication import Publication
from publishing.models.reach_snapshot import Basis, ReachSnapshot

__all__ = ["Basis", "Flag", "Publication", "ReachSnapshot"]
