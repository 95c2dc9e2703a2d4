import pytest

from approvals.readability import readability, syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("the", 1), ("made", 1), ("makes", 1), ("called", 1), ("wanted", 2), ("table", 2), ("people", 2),
        ("letter", 2), ("lawyers", 2), ("houses", 2), ("rhythm", 1), ("readability", 5), ("B2B", 1),
    ],
)  # fmt: skip
def test_syllables_are_counted_by_the_letters(word: str, count: int) -> None:
    assert syllables(word) == count


def test_english_gets_the_grade_of_flesch_and_kincaid() -> None:
    """By hand: 9 words, 2 sentences, 10 syllables."""
    reads = readability("The cat sat on the mat. It was happy.", "en")
    assert reads
    assert (reads.sentences, reads.words, reads.longest, reads.per_sentence) == (2, 9, 6, 4.5)
    assert reads.grade == round(0.39 * 4.5 + 11.8 * 10 / 9 - 15.59, 1)


def test_korean_is_counted_in_eojeol_and_graded_by_nobody() -> None:
    reads = readability("고객 여러분께 깊이 사과드립니다. 다시는 이런 일이 없게 하겠습니다!", "ko")
    assert reads
    assert (reads.sentences, reads.words, reads.per_sentence, reads.grade) == (2, 9, 4.5, None)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("He said “stop.” Then he left.", 2),
        ("A title\nAnd a line", 2),
        ("Version 2.5 is out.", 1),
        ("Really?! Yes.", 2),
        ("家族。そして。", 1),
    ],
)
def test_where_a_sentence_ends(text: str, sentences: int) -> None:
    reads = readability(text, "en")
    assert reads
    assert reads.sentences == sentences


@pytest.mark.parametrize("text", ["", "…", " \n\n ", "— !"])
def test_without_a_word_there_is_nothing_to_read(text: str) -> None:
    assert readability(text, "en") is None


def test_a_long_sentence_is_pointed_at() -> None:
    reads = [readability("word " * count, "en") for count in (25, 26)]
    assert [bool(each and each.is_long) for each in reads] == [False, True]
    korean = readability("단어 " * 40, "ko")
    assert korean
    assert not korean.is_long
