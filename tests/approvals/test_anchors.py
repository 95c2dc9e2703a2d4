"""A passage is found again where it stands, or said to be lost; never somewhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.anchors import Span, follow, follow_through

# Two alphabets that have no word in common: what is written in one cannot be mistaken for the other.
OURS = st.text("abc .,\n가나다", min_size=1, max_size=60)
THEIRS = st.text("xyz!;\n하", max_size=40)


@st.composite
def texts_with_a_passage(draw: st.DrawFn) -> tuple[str, Span]:
    text = draw(OURS)
    first = draw(st.integers(0, len(text) - 1))
    return text, (first, draw(st.integers(first + 1, len(text))))


def found(old: str, passage: str, new: str) -> str | None:
    at = old.index(passage)
    span = follow(old, new, (at, at + len(passage)))
    return None if span is None else new[slice(*span)]


@given(texts_with_a_passage())
def test_in_the_same_text_it_stays_where_it_is(given_text: tuple[str, Span]) -> None:
    text, span = given_text
    assert follow(text, text, span) == span


@given(texts_with_a_passage(), THEIRS, THEIRS)
def test_what_is_written_around_the_text_only_moves_it(
    given_text: tuple[str, Span], before: str, after: str
) -> None:
    text, (first, last) = given_text
    passage = text[first:last]
    if not passage.strip():
        return
    new = f"{before} {text} {after}"
    span = follow(text, new, (first, last))
    assert span is not None
    assert new[slice(*span)].strip() == passage.strip()


@given(texts_with_a_passage(), OURS)
def test_wherever_it_is_said_to_be_is_in_the_text(given_text: tuple[str, Span], new: str) -> None:
    text, span = given_text
    if (there := follow(text, new, span)) is not None:
        assert 0 <= there[0] < there[1] <= len(new)


@given(texts_with_a_passage(), st.text("xyz하", max_size=30))
def test_in_a_text_that_has_none_of_its_words_it_is_lost(given_text: tuple[str, Span], new: str) -> None:
    text, span = given_text
    assert follow(text, new, span) is None


@pytest.mark.parametrize(
    ("old", "passage", "new", "there"),
    [
        ("We will stop. He knows.", "He knows", "We have stopped. He knows.", "He knows"),
        # Changed inside: it takes what came with it.
        ("He will stop selling.", "will stop selling", "He has agreed to stop selling.", "has agreed to stop selling"),
        ("One two three four five.", "two three four", "One two 3 four five.", "two 3 four"),
        ("One two three four five.", "two three four", "One two three 4 five.", "two three 4"),
        # Changed beside it: that is not of the passage.
        ("One two three.", "two", "1 two 3.", "two"),
        # Most of it gone.
        ("One two three four five.", "two three four", "One two five.", None),
        ("Sorry. Goodbye.", "Sorry.", "Goodbye.", None),
        # Moved as it was.
        ("First.\nSecond words and more.", "First.", "Second words and more.\nFirst.", "First."),
        # Half a word, and Korean.
        ("저희는 사과드립니다.", "사과드립니다", "저희는 깊이 사과드립니다.", "사과드립니다"),
        ("우리는 그를 고소하지 않습니다.", "우리는 그를", "우리가 그를 고소하지 않습니다.", "우리가 그를"),
    ],
)  # fmt: skip
def test_it_is_found_or_lost(old: str, passage: str, new: str, there: str | None) -> None:
    assert found(old, passage, new) == there


def test_step_by_step_it_is_followed_further_than_at_one_go() -> None:
    texts = [
        "Our site is down now.",
        "Our site is slow now.",
        "Our shop is slow now.",
        "Our shop is slow today.",
    ]
    span = (0, len("Our site is down now"))
    last = follow_through(texts, span)
    assert last is not None
    assert texts[-1][slice(*last)] == "Our shop is slow today"
    assert follow(texts[0], texts[-1], span) is None


def test_what_was_out_and_came_back_is_found_again() -> None:
    texts = ["We are sorry. More.", "More.", "We are sorry. More."]
    assert follow_through(texts, (0, 13)) == (0, 13)


@pytest.mark.parametrize("span", [(0, 0), (3, 2), (-1, 2), (0, 99)])
def test_what_is_no_passage_is_an_error_and_not_a_guess(span: Span) -> None:
    with pytest.raises(ValueError, match="is not a passage"):
        follow("One two", "One", span)
