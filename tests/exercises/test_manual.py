"""scenarios/README.md is the format's manual, so it knows every deed and every field."""

import pytest

from exercises.deeds import Deed, deeds
from exercises.reading import HEAD
from exercises.shelf import shelf
from exercises.steps import STEP


@pytest.fixture(scope="module")
def manual() -> str:
    return (shelf() / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("deed", deeds().values(), ids=lambda deed: deed.name)
def test_it_explains_every_deed_with_its_fields(manual: str, deed: Deed) -> None:
    (row,) = [
        line
        for line in manual.splitlines()
        if line.startswith("|") and f"`{deed.name}`" in line.split("|")[1]
    ]
    for name in deed.fields:
        assert f"`{name}`" in row
        optional = any(mark in row for mark in (f"(`{name}`", f"(*`{name}`"))
        assert optional == (name not in deed.needs), name


def test_it_explains_the_head_and_the_step(manual: str) -> None:
    assert [key for key in HEAD if f"`{key}`" not in manual] == []
    assert [key for key in STEP if f"{key}:" not in manual] == []
