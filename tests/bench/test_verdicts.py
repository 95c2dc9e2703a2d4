import math

import pytest

from bench.place import BENCH
from bench.verdicts import Target, Verdict, judge, targets

FASTER = Target("fanout.1000.stock_over_product", "times faster", least=20)
CHEAPER = Target("fanout.1000.product_over_bare", "against the limit", most=1.4)
NONE_LOST = Target("storm.missing", "lost", most=0)


def test_every_target_of_ours_is_well_formed_and_named_once():
    known = targets(BENCH / "targets.toml")

    assert len({target.figure for target in known}) == len(known) > 20
    assert all(target.says and target.bound for target in known)


def test_a_target_has_one_bound():
    with pytest.raises(ValueError, match="most"):
        Target("storm.missing", "neither")
    with pytest.raises(ValueError, match="most"):
        Target("storm.missing", "both", most=1, least=1)


@pytest.mark.parametrize(
    ("target", "value", "word"),
    [
        (CHEAPER, 1.4, "PASS"),
        (CHEAPER, 1.41, "MISS"),
        (CHEAPER, 2.09, "MISS"),
        (CHEAPER, 2.2, "FAIL"),
        (FASTER, 20, "PASS"),
        (FASTER, 19.9, "MISS"),
        (FASTER, 13, "FAIL"),
        (FASTER, 0, "FAIL"),
        (NONE_LOST, 0, "PASS"),
        (NONE_LOST, 1, "FAIL"),
    ],
)
def test_a_figure_passes_misses_or_fails_beyond_one_and_a_half_times_its_target(target, value, word):
    verdict = Verdict(target, value)

    assert str(verdict).startswith(word)
    assert verdict.passed is (word == "PASS")
    assert verdict.failed is (word == "FAIL")


def test_whatever_was_not_measured_is_not_judged():
    assert [verdict.value for verdict in judge({"storm.missing": 0, "other": 9}, [NONE_LOST, FASTER])] == [0]
    assert math.isinf(NONE_LOST.excess(1))
