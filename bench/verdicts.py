"""Figures held against bench/targets.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SLACK = 1.5
"""How far past its target a figure may be before the run fails: machines have bad days."""


@dataclass(frozen=True)
class Target:
    """A figure's bound: at most `most`, or at least `least`."""

    figure: str
    says: str
    most: float | None = None
    least: float | None = None

    def __post_init__(self) -> None:
        if (self.most is None) == (self.least is None):
            raise ValueError(f"{self.figure}: give `most` or `least`")

    def excess(self, value: float) -> float:
        """How many times past its target a value is; 1 or less is good."""
        if self.least is not None:
            return self.least / value if value > 0 else float("inf")
        assert self.most is not None
        if self.most == 0:
            return float("inf") if value > 0 else 0.0
        return value / self.most

    @property
    def bound(self) -> str:
        return f"<= {self.most:g}" if self.most is not None else f">= {self.least:g}"


@dataclass(frozen=True)
class Verdict:
    target: Target
    value: float

    @property
    def passed(self) -> bool:
        return self.target.excess(self.value) <= 1

    @property
    def failed(self) -> bool:
        """So far past that it cannot be the machine."""
        return self.target.excess(self.value) > SLACK

    def __str__(self) -> str:
        word = "PASS" if self.passed else "FAIL" if self.failed else "MISS"
        return f"{word}  {self.value:8.3g} {self.target.bound:8}  {self.target.says}"


def targets(path: Path) -> list[Target]:
    return [Target(**each) for each in tomllib.loads(path.read_text())["target"]]


def judge(figures: Mapping[str, float], targets: list[Target]) -> list[Verdict]:
    """A verdict for every target whose figure was measured."""
    return [Verdict(target, figures[target.figure]) for target in targets if target.figure in figures]
