import unicodedata

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from common.text import CleanTextField, clean_text


def refusal(text: str, *, limit: int = 100) -> str:
    """The code of the error that `text` meets; empty when it passes."""
    try:
        clean_text(text, limit=limit)
    except ValidationError as error:
        return str(error.code)
    return ""


def seen(text: str) -> str:
    return " ".join(f"U+{ord(letter):04X}" for letter in text if not letter.isascii())


def test_plain_words_stay_as_typed() -> None:
    assert clean_text("Two lines,\n\nand a\ttab.", limit=100) == "Two lines,\n\nand a\ttab."


def test_outer_blanks_go_and_line_ends_become_unix() -> None:
    assert clean_text(" \r\n one\r\ntwo\rthree \n", limit=100) == "one\ntwo\nthree"


def test_a_single_line_is_made_of_several() -> None:
    assert clean_text("one\r\ntwo", limit=100, multiline=False) == "one two"


def test_two_spellings_of_one_word_become_the_same_bytes() -> None:
    decomposed = unicodedata.normalize("NFD", "café 배터리")
    assert decomposed != "café 배터리"
    assert clean_text(decomposed, limit=100) == "café 배터리"


@pytest.mark.parametrize("text", ["", " ", "\n\t \r\n", "\u3000\u00a0"], ids=repr)
def test_nothing_is_not_text(text: str) -> None:
    assert refusal(text) == "empty"


@pytest.mark.parametrize(
    "control",
    ["\x00", "\x07", "\x08", "\x1b[31m", "\x7f", "\x85", "\x0b", "\u2028", "\u2029", "\ud800"],
    ids=ascii,
)
def test_control_characters_are_refused(control: str) -> None:
    assert refusal(f"a{control}b") == "control"


@pytest.mark.parametrize(
    "bidi", list("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"), ids=seen
)
def test_characters_that_turn_the_reading_direction_are_refused(bidi: str) -> None:
    assert refusal(f"pay {bidi}5000 to us") == "bidi"


@pytest.mark.parametrize(
    "invisible",
    list(
        "\u200b\u2060\u2063\ufeff\u00ad\u180e\u115f\u1160\u3164\uffa0\u200c\u200d\u034f\u17b4\u206a\ufff9\U000e0041\U0001d173"
    ),
    ids=seen,
)
def test_characters_of_no_width_are_refused_between_letters(invisible: str) -> None:
    assert refusal(f"sig{invisible}ned") == "zero_width"


@pytest.mark.parametrize(
    "hidden",
    [
        "hello\u200d",
        "\u200dhello",
        "👩\u200d",  # joins nothing
        "👩\u200dfor",  # joins a picture to a word
        "می\u200c\u200cخواهم",  # the second one joins nothing
        "می\u200c yes",
        "한\u200d국",
        "a\ufe0f\ufe0f\ufe0eb",  # selectors that select nothing carry hidden bytes
        "ok\U000e0068\U000e0069",
        "🏴\U000e0067\U000e0062",  # a flag that never ends
    ],
    ids=seen,
)
def test_a_joiner_that_joins_nothing_is_refused(hidden: str) -> None:
    assert refusal(hidden) == "zero_width"


@pytest.mark.parametrize(
    "visible",
    [
        "👩\u200d🚒 on her way",
        "👩🏽\u200d🚀",
        "👨\u200d👩\u200d👧\u200d👦",
        "🏳\ufe0f\u200d🌈",
        "❤\ufe0f\u200d🔥",
        "1\ufe0f\u20e3 first",
        "🇰🇷",
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "배터리에서 연기가 났습니다",
        "دستگاه می\u200cگیرد",  # Persian: the two halves of a word must not touch
        "नमस्ते क्\u200dष क्\u200cष",  # Hindi: which form a conjunct takes
        "র\u200d্যাব",  # Bengali: ya-phalaa after ra
        "ශ්\u200dරී ලංකා",  # Sinhala
        "葛\U000e0100城市",  # the variant of a name's character
        "naïve – “quotes” … €5,000",
    ],
    ids=seen,
)
def test_what_a_language_or_a_picture_needs_is_kept(visible: str) -> None:
    assert clean_text(visible, limit=100) == visible


def test_the_limit_is_the_last_letter_that_fits() -> None:
    assert clean_text("x" * 20, limit=20) == "x" * 20
    with pytest.raises(ValidationError, match=r"2 characters too long \(the limit is 20\)"):
        clean_text("x" * 22, limit=20)


def test_what_is_counted_is_what_is_kept() -> None:
    assert clean_text(f"  {unicodedata.normalize('NFD', '배터리')}  ", limit=3) == "배터리"


@given(
    st.text(max_size=30)
    | st.text("a \u200b\u200d\u200c\ufe0f\u202e\n👩🚒할ᄀ\u1160क\u094d\u0301", max_size=12),
    st.booleans(),
)
@settings(max_examples=300, deadline=None)
def test_whatever_was_taken_once_is_taken_again_unchanged(text: str, multiline: bool) -> None:
    """So that what was signed, stored and sent back compares equal to what was seen."""
    try:
        taken = clean_text(text, limit=100, multiline=multiline)
    except ValidationError:
        return
    assert clean_text(taken, limit=100, multiline=multiline) == taken
    assert unicodedata.is_normalized("NFC", taken)
    assert multiline or "\n" not in taken


class OneField(forms.Form):
    words = CleanTextField(limit=20)
    line = CleanTextField(limit=20, multiline=False, required=False)


def test_a_field_cleans_and_may_be_left_empty() -> None:
    form = OneField({"words": " caf\u0065\u0301 ", "line": " \t "})
    assert form.is_valid()
    assert form.cleaned_data == {"words": "café", "line": ""}


def test_a_field_that_must_be_filled_says_so() -> None:
    assert OneField({"words": "  \n"}).errors["words"] == ["This field is required."]


def test_a_field_that_fails_keeps_what_was_typed() -> None:
    form = OneField({"words": "far too long for twenty\u202e"})
    assert form.errors["words"]
    assert "far too long for twenty\u202e" in form.as_p()
