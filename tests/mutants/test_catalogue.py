"""Every mutant still fits the code it breaks. Whether the tests catch it is for `bin/mutants` to say."""

import ast
import re
from pathlib import Path

import pytest

from tests.mutants.catalogue import MUTANTS
from tests.mutants.mutant import Mutant

ROOT = Path(__file__).resolve().parents[2]

each = pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name.replace(" ", "-"))


def test_there_are_enough_and_no_two_are_the_same() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS) >= 10
    assert len({(mutant.path, mutant.broken) for mutant in MUTANTS}) == len(MUTANTS)


@each
def test_it_breaks_one_place_and_is_still_a_program(mutant: Mutant, tmp_path: Path) -> None:
    copy = tmp_path / mutant.path
    copy.parent.mkdir(parents=True)
    copy.write_text((ROOT / mutant.path).read_text())
    mutant.apply(tmp_path)
    assert copy.read_text() != (ROOT / mutant.path).read_text()
    if copy.suffix == ".py":
        ast.parse(copy.read_text())


@each
def test_the_tests_that_must_catch_it_exist(mutant: Mutant) -> None:
    assert mutant.caught_by
    for test in mutant.caught_by:
        file, _, name = test.partition("::")
        assert re.search(rf"^(async )?def {name or 'test_'}", (ROOT / file).read_text(), re.MULTILINE)


def test_one_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "some.py").write_text("a = 1\na = 1\n")
    for sound in ("a = 1", "b = 1"):
        with pytest.raises(ValueError, match="not once"):
            Mutant("m", "some.py", sound, "c = 1", ("t",)).apply(tmp_path)
