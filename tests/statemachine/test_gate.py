"""Twenty thousand deeds in any order by anybody: nothing went out that the oracle would not have let out."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from publishing.models import Publication
from tests.approvals.triggers import guard
from tests.cast import Cast
from tests.statemachine.machine import WarRoom

SEED = int(os.environ.get("WARROOM_SEED", "4"))
SEEDS = range(SEED, SEED + 4)
STEPS_EACH = 5_000
STEPS_PER_ROOM = 100
DEEDS = [
    *("publish", "publish by hand", "sign", "sign by hand", "edit", "submit", "refute", "role"),
    *("absence", "glass", "second"),
]


def run(cast: Cast, number: int, *, examples: int, shrink: bool = True) -> Counter[str]:
    """Play `examples` rooms. Returns how often what was done; raises AssertionError for what went out unsigned."""
    tally: Counter[str] = Counter()
    machine = seed(number)(type("Played", (WarRoom,), {"cast": cast, "tally": tally}))
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=STEPS_PER_ROOM,
            database=None,
            deadline=None,
            phases=[Phase.generate, Phase.shrink] if shrink else [Phase.generate],
            suppress_health_check=list(HealthCheck),
            verbosity=Verbosity.normal if shrink else Verbosity.quiet,
            report_multiple_bugs=False,
        ),
        _min_steps=STEPS_PER_ROOM,
    )
    return tally


@pytest.mark.parametrize("number", SEEDS, ids=lambda number: f"seed {number}")
def test_five_thousand_deeds_let_nothing_out_unsigned(house: Cast, number: int) -> None:
    """Once for each seed, together more than twenty thousand. The first seed: WARROOM_SEED."""
    tally: Counter[str] = Counter()
    while tally["steps"] < STEPS_EACH:
        tally += run(house, number + tally["steps"] * 1000, examples=10)
    assert tally["steps"] >= STEPS_EACH
    # A gate that lets nothing through would pass, too, and so would people who never tried.
    for deed in DEEDS:
        assert tally[f"{deed}: done"] >= 5, (deed, tally)
        assert tally[f"{deed}: no"] >= 5, (deed, tally)


def test_together_these_are_twenty_thousand() -> None:
    assert len(SEEDS) * STEPS_EACH >= 20_000


def test_with_the_door_open_the_oracle_finds_what_went_out(house: Cast) -> None:
    with open_door(), pytest.raises(AssertionError, match=r"had not signed|nobody was asked to sign"):
        run(house, SEED, examples=20, shrink=False)


@contextmanager
def open_door() -> Iterator[None]:
    guard(Publication, "admits_publication").disable(Publication)
    try:
        yield
    finally:
        guard(Publication, "admits_publication").enable(Publication)
