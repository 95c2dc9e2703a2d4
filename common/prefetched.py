"""Rows that are fetched along with others, as plain lists.

Django keeps prefetched rows behind a manager and a queryset of each owner's own. Making those takes longer than
fetching the rows: of the time that a desk with 200 statements took it was more than half.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, Prefetch

HERE = "_here"


def along(path: str) -> "Prefetch[Any]":
    """For `prefetch_related`: as the path alone, but for `rows_of` only. In a longer path each relation on the way
    that was fetched like this goes by the name it has then: `slots_here__handovers`."""
    return Prefetch(path, to_attr=path.rpartition("__")[2] + HERE)


def rows_of(owner: Model, relation: str) -> Iterable[Any]:
    """The rows of `owner.<relation>`: those that were fetched along, one way or the other, or else all, asked for
    now."""
    fetched = owner.__dict__.get(relation + HERE)
    return getattr(owner, relation).all() if fetched is None else fetched
