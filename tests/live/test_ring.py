import json
from dataclasses import replace

import pytest

from live.feed import CATCH_UP_LIMIT, Item, Snapshot
from live.ring import FRAME_BYTES, BrokenFeed, Ring
from live.rings import Rings


def run(first: int, last: int, words: str = "said") -> list[Item]:
    return [Item("working", n, {"en": f"{words} {n}"}) for n in range(first, last + 1)]


def ring(first: int, last: int) -> Ring:
    made = Ring("working", "en", "first", last)
    made.extend(run(first, last), last)
    return made


def numbers(ring: Ring, held: int) -> list[int]:
    found = []
    while after := ring.after(held):
        found += [entry["n"] for entry in json.loads(after.frame.text)["entries"]]
        held = after.last
    return found


def test_a_new_ring_serves_only_pages_that_hold_everything() -> None:
    empty = Ring("working", "en", "first", 7)
    assert empty.covers(7)
    assert not empty.covers(6)
    assert not empty.covers(8)
    assert empty.after(7) is None


def test_it_brings_any_page_it_covers_to_the_head() -> None:
    made = ring(3, 9)
    assert made.covers(2)
    assert not made.covers(1)
    for held in range(2, 10):
        assert numbers(made, held) == list(range(held + 1, 10))


def test_it_keeps_the_newest_entries_only() -> None:
    made = ring(1, CATCH_UP_LIMIT)
    made.extend(run(CATCH_UP_LIMIT + 1, CATCH_UP_LIMIT + 3), CATCH_UP_LIMIT + 3)
    assert made.covers(3)
    assert not made.covers(2)


def test_a_run_that_reaches_further_back_is_taken_in_whole() -> None:
    made = ring(5, 9)
    made.extend(run(2, 10), 10)
    assert numbers(made, 1) == list(range(2, 11))


def test_where_runs_overlap_the_newer_look_wins() -> None:
    made = ring(1, 5)
    made.after(3)
    made.extend(run(4, 6, "confirmed"), 6)
    assert numbers(made, 0) == [1, 2, 3, 4, 5, 6]
    after = made.after(3)
    assert after
    assert "confirmed 4" in after.frame.text
    assert "said" not in after.frame.text


def test_a_run_that_starts_beyond_the_head_leaves_nothing_older() -> None:
    made = ring(1, 5)
    made.extend(run(9, 12), 12)
    assert made.covers(8)
    assert not made.covers(5)


@pytest.mark.parametrize(
    ("items", "head"),
    [([], 6), (run(6, 7), 8), ([*run(6, 6), *run(8, 8)], 8)],
    ids=["nothing came", "stops short", "a hole"],
)
def test_a_feed_that_leaves_something_out_is_refused(items: list[Item], head: int) -> None:
    with pytest.raises(BrokenFeed):
        ring(1, 5).extend(items, head)


def test_everyone_at_the_same_place_gets_the_same_bytes() -> None:
    made = ring(1, 5)
    assert made.after(2) is made.after(2)


def test_frames_are_bounded() -> None:
    made = Ring("working", "en", "first", 40)
    made.extend(run(1, 40, "x" * 10_000), 40)
    held = 0
    sizes: list[int] = []
    while after := made.after(held):
        held, sizes = after.last, [*sizes, len(after.frame.text)]
    assert held == 40
    assert max(sizes) < FRAME_BYTES + 11_000


def test_either_all_rings_are_filled_or_none() -> None:
    rings = Rings()
    start = Snapshot("first", {"briefing": 0, "working": 0}, 1, None, 1, frozenset(), ())
    rings.fill(start, ["briefing", "working"], ["en"])
    holed = (Item("briefing", 1, {"en": "one"}),)
    with pytest.raises(BrokenFeed):
        rings.fill(
            replace(start, heads={"briefing": 1, "working": 1}, items=holed), ["briefing", "working"], ["en"]
        )
    assert rings.heads() == {"briefing": 0, "working": 0}
