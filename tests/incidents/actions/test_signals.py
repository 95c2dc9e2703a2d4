from incidents.actions.signals import post_signal
from incidents.models import Incident
from tests.cast import Cast


def test_it_keeps_where_it_was_heard_and_how_far_it_reaches(cast: Cast, room: Incident) -> None:
    signal = post_signal(
        room,
        text="They bully their own fans.",
        source="FocalJet",
        url="https://forum.example/t/1",
        author="fordfan",
        reach=5600,
        volume=916,
        by=cast.support,
    )
    assert signal.payload == {
        "text": "They bully their own fans.",
        "source": "FocalJet",
        "url": "https://forum.example/t/1",
        "author": "fordfan",
        "reach": 5600,
        "volume": 916,
    }


def test_one_line_stands_for_one_post_unless_it_says_otherwise(cast: Cast, room: Incident) -> None:
    signal = post_signal(room, text="Is this true?", source="a mail", by=cast.support)
    assert (signal.payload["volume"], signal.payload["reach"]) == (1, None)


def test_it_is_found_by_source_author_and_address(cast: Cast, room: Incident) -> None:
    post_signal(
        room, text="x", source="FocalJet", author="fordfan", url="https://a.example/", by=cast.support
    )
    for words in "focaljet", "fordfan", "a.example":
        assert room.entries.search(words).count() == 1
