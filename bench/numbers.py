"""The little arithmetic there is."""

from collections.abc import Sequence
from statistics import median

__all__ = ["median", "percentile", "ratios"]


def percentile(values: Sequence[float], of: float) -> float:
    """The value that `of` (0 to 100) percent do not exceed. Of few values, p99 is the largest."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * of / 100))]


def ratios(above: Sequence[float], below: Sequence[float]) -> float:
    """The median over rounds of above/below: noise that lasts a round falls on both, and cancels."""
    return median([a / b for a, b in zip(above, below, strict=True)])
