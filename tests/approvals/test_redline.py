import random
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.redline import passages, redline

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
        ("He called. We stop.", "He called. He was sued. We stop.", "He called. [+He was sued. +]We stop."),
        ("We stop.", "We stop. He knows.", "We stop.[+ He knows.+]"),
        # A particle of its own, where the noun stays; in a row of them, each.
        ("우리는 들었습니다", "우리가 들었습니다", "우리[-는-][+가+] 들었습니다"),
        ("저희는 그를 봅니다", "저희가 그에게 봅니다", "저희[-는-][+가+] 그[-를-][+에게+] 봅니다"),
        ("본사에서 알렸다.", "본사가, 알렸다.", "본사[-에서-][+가,+] 알렸다."),
        ("사과는", "회사가", "[-사과는-][+회사가+]"),
        ("회사 문", "회사의 문", "회사[+의+] 문"),
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


TEXT = st.text("ab는가우리 \n.,", max_size=80)


@given(TEXT, TEXT)
def test_whatever_is_written_both_texts_are_in_it(old: str, new: str) -> None:
    pieces = redline(old, new)
    assert "".join(piece.text for piece in pieces if piece.op != "added") == old
    assert "".join(piece.text for piece in pieces if piece.op != "removed") == new
    assert all(one.op != two.op for one, two in pairwise(pieces))


@given(TEXT, TEXT)
def test_paragraph_by_paragraph_it_is_the_same(old: str, new: str) -> None:
    rows = passages(redline(old, new))
    assert "".join(piece.text for row in rows for piece in row.before) == old
    assert "".join(row.text for row in rows) == new
    assert all(new[row.start : row.start + len(row.text)] == row.text for row in rows)
    assert all("\n" not in row.text.rstrip("\n") for row in rows)


def test_a_paragraph_stands_beside_what_it_was() -> None:
    old = "We are sorry\n\nHe will stop\n\nMore later"
    new = "We were wrong\n\nHe will stop\n\nNobody was sued\n\nMore later"
    rows = passages(redline(old, new))
    assert [("".join(piece.text for piece in row.before), row.text) for row in rows] == [
        ("We are sorry\n\n", "We were wrong\n\n"),
        ("He will stop\n\n", "He will stop\n\n"),
        ("", "Nobody was sued\n\n"),
        ("More later", "More later"),
    ]
    assert [row.number for row in rows] == [1, 2, 3, 4]


@pytest.mark.parametrize("kept", [0, 0.1, 0.5, 0.9])
def test_four_thousand_changed_words_take_no_time(kept: float) -> None:
    """50 ms is the promise, of a processor that does nothing else; a busy one is given some air here."""
    pick = random.Random(1)
    old = pick.choices([f"word{each}" for each in range(900)], k=4000)
    new = [word if pick.random() < kept else f"changed{pick.random()}" for word in old]
    times = []
    for _again in range(3):
        began = time.process_time()
        rows = passages(redline(" ".join(old), " ".join(new)))
        times.append(time.process_time() - began)
    assert rows
    assert min(times) < 0.15
