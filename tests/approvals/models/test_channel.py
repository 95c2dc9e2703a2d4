import pytest

from approvals.models import Channel, length_of, limit_for


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("a" * 280, 280),
        ("é", 1),
        ("e\u0301", 1),  # counted as composed
        ("—“quoted”…", 10 + 1),  # the ellipsis (U+2026) is not among the light ones
        ("사과드립니다", 12),
        ("日本語", 6),
        ("🔥", 2),
        ("👨‍👩‍👧‍👦", 2),
        ("☝🏽", 2),
        ("🇰🇷", 2),
        ("🇰🇷🇰🇷", 4),
        ("1️⃣", 2),
        ("❤️", 2),
        ("©", 1),
        ("™", 2),
        ("see https://example.org/" + "long/" * 40, 4 + 23),
        ("https://a.io.", 24),
        ("(https://example.org/a), then", 1 + 23 + 1 + 6),
        ("example.com/x and therangerstation.com", 23 + 5 + 23),
        ("i.e. fine, e.g. this", 20),
        ("mail me@example.com", 19),
    ],
)
def test_x_weighs_characters_and_counts_every_link_as_23(text: str, length: int) -> None:
    assert length_of(Channel.X, text) == length


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("e\u0301", 1),
        ("사과드립니다", 6),
        ("👨‍👩‍👧‍👦!", 2),
        ("https://example.org/abc", 23),
        ("https://example.org", 19),
    ],
)
def test_bluesky_counts_what_a_reader_counts(text: str, length: int) -> None:
    assert length_of(Channel.BLUESKY, text) == length


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("사과드립니다", 6),
        ("see https://example.org/" + "long/" * 40, 4 + 23),
        ("example.com", 11),
        ("thanks @owner@trucks.example", 7 + 6),
        ("👨‍👩‍👧‍👦", 1),
    ],
)
def test_mastodon_counts_links_as_23_and_mentions_without_their_server(text: str, length: int) -> None:
    assert length_of(Channel.MASTODON, text) == length


@pytest.mark.parametrize(
    ("channel", "limit"),
    [("x", 280), ("bluesky", 300), ("mastodon", 500), ("press", None), ("forum", None), ("email", None)],
)
def test_the_press_prints_as_much_as_it_likes(channel: str, limit: int | None) -> None:
    assert limit_for(channel) == limit
