from publishing.models.after_review import AfterReview
from publishing.models.break_glass import BreakGlass
from publishing.models.flag import Flag
from publishing.models.line_use import LineUse
from publishing.models.publication import Publication
from publishing.models.reach_snapshot import Basis, ReachSnapshot
from publishing.models.second import Second

__all__ = [
    "AfterReview",
    "Basis",
    "BreakGlass",
    "Flag",
    "LineUse",
    "Publication",
    "ReachSnapshot",
    "Second",
]
