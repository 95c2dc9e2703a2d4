"""Real attacks, as a reader of the proof would see them."""

import re
from html import unescape

import pytest

from common.templatetags.seen import seen


def codes(text: str) -> list[str]:
    return re.findall(r'data-code="([^"]+)"', seen(text))


def plain(text: str) -> str:
    """What is left in the page when the tags are gone."""
    return unescape(re.sub(r"<[^>]*>", "", seen(text)))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("We will pay \u202enothing\u202c.", "U+202E"),  # right-to-left override
        ("We will \u2066not\u2069 pay.", "U+2066"),  # an isolate: "Trojan Source", CVE-2021-42574
        ("\u200fWe will pay.", "U+200F"),
        ("not\u200bhing", "U+200B"),  # zero width space: two words for every machine
        ("site\u2060.example", "U+2060"),
        ("pay\u00adpal", "U+00AD"),  # soft hyphen
        ("10\u00a0000", "U+00A0"),  # no-break space
        ("10\u2009000", "U+2009"),
        ("wide\u3000space", "U+3000"),
        ("not\u2800hing", "U+2800"),  # Braille blank
        ("hang\u3164ul", "U+3164"),  # Hangul filler
        ("tag\U000e0041ged", "U+E0041"),
        ("line\u2028break", "U+2028"),
        ("bell\x07", "U+0007"),
        ("vari\ufe0fant", "U+FE0F"),  # after a letter it changes nothing that can be seen
        ("joined\u200d", "U+200D"),
    ],
)
def test_what_cannot_be_seen_is_marked(text: str, code: str) -> None:
    assert code in codes(text)
    assert '<mark class="char' in seen(text)


@pytest.mark.parametrize(
    "text", ["\u202e", "\u202a", "\u202c", "\u2066", "\u2067", "\u2069", "\u200e", "\u061c"]
)
def test_what_turns_the_reading_direction_is_not_in_the_page(text: str) -> None:
    assert codes(f"a{text}b") == [f"U+{ord(text):04X}"]
    assert plain(f"a{text}b") == "a\ufffdb"


@pytest.mark.parametrize("text", ["a\u00a0b", "a\u200bb", "a\u3000b"])
def test_what_is_copied_is_what_was_signed(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Plain words, 40 % off — “quoted”.\nA second line.\tA tab.",
        "우리는 운영자와 이야기하고 있습니다.",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 a family",
        "\u2764\ufe0f and 1\ufe0f\u20e3",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian, where the non-joiner is spelling
        "\u0915\u094d\u200d\u0937",  # a Devanagari conjunct
        "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",  # the flag of Scotland
    ],
)
def test_what_is_at_home_in_its_writing_is_left_alone(text: str) -> None:
    assert codes(text) == []
    assert plain(text) == text


def test_it_stays_escaped() -> None:
    assert seen("<script>\u202e&</script>").startswith("&lt;script&gt;<mark")
    assert seen("<script>\u202e&</script>").endswith("&amp;&lt;/script&gt;")
