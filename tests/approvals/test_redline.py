import random
import time
from itertools import pairwise

import pytest

from approvals.redline import Piece, redline

WORDS = [
    "we",
    "are",
    "sorry",
    "that",
    "this",
    "letter",
    "frightened",
    "사과",
    "드립니다",
    "하였습니다",
    "you;",
    "it’s",
    "ours",
    "—",
    "truly",
]


def shown(old: str, new: str) -> str:
    marks = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    return "".join(marks[piece.op].format(piece.text) for piece in redline(old, new))


@pytest.mark.parametrize(
    ("old", "new", "as_shown"),
    [
        ("same words", "same words", "same words"),
        ("", "all new", "[+all new+]"),
        ("all gone", "", "[-all gone-]"),
        ("we regret the letter", "we are sorry for the letter", "we [-regret-][+are sorry for+] the letter"),
        ("we heard you.", "we heard you!", "we heard you[-.-][+!+]"),
        ("우리는 사과합니다", "우리는 깊이 사과드립니다", "우리는 [-사과합니다-][+깊이 사과드립니다+]"),
        ("it’s wrong", "it’s right", "it’s [-wrong-][+right+]"),
        ("one two three", "one three", "one [-two -]three"),
    ],
)
def test_words_that_went_stand_before_words_that_came(old: str, new: str, as_shown: str) -> None:
    assert shown(old, new) == as_shown


@pytest.mark.parametrize("seed", range(30))
def test_both_texts_can_be_read_back_from_it(seed: int) -> None:
    pick = random.Random(seed)
    old, new = ("".join(pick.choices([*WORDS, " ", "\n\n", ", "], k=40)) for _each in range(2))
    pieces = redline(old, new)
    assert "".join(piece.text for piece in pieces if piece.op != "added") == old
    assert "".join(piece.text for piece in pieces if piece.op != "removed") == new
    assert all(piece.text for piece in pieces)
    assert all(one.op != two.op for one, two in pairwise(pieces))


def test_four_thousand_words_take_no_time() -> None:
    pick = random.Random(1)
    old = pick.choices([f"word{each}" for each in range(900)], k=4000)
    new = [word if pick.random() > 0.1 else "changed" for word in old]
    began = time.perf_counter()
    assert Piece("added", "changed") in redline(" ".join(old), " ".join(new))
    assert time.perf_counter() - began < 1
