"""Each check can fail: whatever a fault could do to a history is done to one here, and found."""

from copy import deepcopy
from time import time

import pytest

from tests.faults import checks
from tests.faults.history import History
from tests.faults.house import House
from tests.faults.ledger import Deed, Ledger
from tests.faults.marks import Marks
from tests.faults.meter import Reading
from tests.faults.scene import Violated, playing
from tests.faults.watcher import Watcher


def article(ref: str, words: str = "") -> str:
    return f'<article class="entry" id="entry-{ref}" data-at="1">{words or ref}</article>'


HEADS = {"briefing": 1, "working": 3}
FRESH = {ref: article(ref) for ref in ("b1", "w1", "w2", "w3", "p1")}


@pytest.fixture
def history() -> History:
    """Loaded with b1 and w1; w2 and w3 were pushed."""
    history = History("comms")
    history.load({ref: FRESH[ref] for ref in ("b1", "w1")}, {"briefing": 1, "working": 1}, at=time())
    for n in (2, 3):
        history.push("working", n, FRESH[f"w{n}"], [])
    return history


@pytest.fixture
def deed() -> Deed:
    return Deed("lead", "/", "working", {"text": "Hello", "key": "k1"}, acknowledged_at=time())


# -- H ----------------------------------------------------------------------------------------------


def test_a_whole_history_is_well(history: History) -> None:
    assert checks.incomplete(history, HEADS, FRESH) == []


def test_one_that_lacks_its_newest_is_not(history: History) -> None:
    del history.shown["w3"]
    assert checks.incomplete(history, HEADS, FRESH) == ["comms: working lacks [3], and has [], of 3"]


def test_nor_one_with_a_hole(history: History) -> None:
    del history.shown["w2"]
    assert "lacks [2]" in checks.incomplete(history, HEADS, FRESH)[0]


def test_nor_one_that_lacks_all(history: History) -> None:
    history.shown = {"b1": FRESH["b1"]}
    assert "lacks [1, 2, 3]" in checks.incomplete(history, HEADS, FRESH)[0]


def test_nor_one_with_something_that_was_never_said(history: History) -> None:
    history.shown["w4"] = article("w4")
    assert "has [4]" in checks.incomplete(history, HEADS, FRESH)[0]


def test_nor_one_pushed_twice_or_out_of_order(history: History) -> None:
    history.push("working", 3, FRESH["w3"], [])
    found = checks.incomplete(history, HEADS, FRESH)
    assert "comms: w3 after w3" in found and "comms: ('working', 3) came twice" in found
    history.push("working", 5, article("w5"), [])
    assert "comms: w5 after w3" in checks.incomplete(history, HEADS, FRESH)


def test_nor_one_whose_words_differ(history: History) -> None:
    history.shown["w2"] = article("w2", "something else")
    assert checks.incomplete(history, HEADS, FRESH) == ["comms: w2 does not look as on a fresh page"]


def test_nor_one_that_was_not_told_what_was_touched(history: History) -> None:
    fresh = FRESH | {"w1": article("w1", "confirmed")}
    forgetful = deepcopy(history)
    history.push("working", 4, article("w4"), [article("w1", "confirmed")])
    assert checks.incomplete(history, HEADS | {"working": 4}, fresh | {"w4": article("w4")}) == []
    assert checks.incomplete(forgetful, HEADS, fresh) != []


def test_nor_one_with_a_stream_it_may_not_see(history: History) -> None:
    history.shown["p1"] = FRESH["p1"]
    assert checks.incomplete(history, HEADS, FRESH) == ["comms: shows privileged"]


def test_nor_a_push_that_is_another_entry_than_it_says(history: History) -> None:
    history.push("working", 4, article("b4"), [])
    assert "comms: w4 came, saying it was ['b4']" in checks.incomplete(history, HEADS, FRESH)


@pytest.mark.parametrize(
    ("drawn", "held"),
    [(["w1", "w3"], 3), (["w1", "w2"], 3), (["p1"], 0)],
    ids=["with a hole", "fewer than it says it holds", "of a stream it does not follow"],
)
def test_nor_a_page_that_was_drawn_wrong(drawn: list[str], held: int) -> None:
    history = History("comms")
    history.load({ref: FRESH[ref] for ref in drawn}, {"working": held}, at=time())
    assert history.faults != []


# -- A ----------------------------------------------------------------------------------------------


def test_what_was_acknowledged_is_there_once_and_says_what_it_said(deed: Deed) -> None:
    row = {"client_key": "k1", "words": '{"text": "Hello"}'}
    assert checks.unkept([deed], [row]) == []
    assert "there 0 times" in checks.unkept([deed], [])[0]
    assert "there 2 times" in checks.unkept([deed], [row, row])[0]
    assert "something else" in checks.unkept([deed], [row | {"words": '{"text": "Bye"}'}])[0]


def test_what_was_not_acknowledged_may_be_there_or_not_but_never_twice(deed: Deed) -> None:
    deed.acknowledged_at = None
    row = {"client_key": "k1", "words": '{"text": "Hello"}'}
    assert checks.unkept([deed], []) == checks.unkept([deed], [row]) == []
    assert checks.unkept([deed], [row, row]) != []


# -- L ----------------------------------------------------------------------------------------------


def test_a_mark_is_found_wherever_it_is() -> None:
    marks = Marks()
    text = marks.next("privileged")
    assert not marks.found_in(marks.next("working"))
    assert checks.leaked(marks, "a frame", [f'{{"html":"<p>{text}</p>"}}']) != []
    assert checks.leaked(marks, "a log", [b"nothing", f"error: {text}".encode()]) != []
    assert checks.leaked(marks, "a log", [b"nothing"]) == []


@pytest.mark.parametrize(
    "text",
    [
        '{"type":"hello","heads":{"working":3,"privileged":0}}',
        '{"type":"heartbeat","heads":{"privileged":1}}',
        '{"type":"entries","stream":"privileged","entries":[]}',
        '<article class="entry" id="entry-p12">',
        '{"type":"entries","stream":"working","entries":[{"html":"<article id=\\"entry-p1\\">"}]}',
    ],
)
def test_not_even_a_number_or_a_name_may_be_sent(text: str) -> None:
    assert checks.told_of_privileged("comms", [text]) != []
    assert (
        checks.told_of_privileged("comms", [text.replace("privileged", "briefing").replace("-p1", "-w1")])
        == []
    )


@pytest.mark.parametrize("text", ['{"type":"presence","here":[]}', '{"type":"hello","heads":{"working":1}}'])
def test_a_guest_is_not_told_of_the_team(text: str) -> None:
    assert checks.told_of_privileged("guest", [text]) != []
    assert checks.told_of_privileged("comms", [text]) == []


def test_what_was_sent_after_a_revocation_is_found_by_the_order_of_the_record(history: History) -> None:
    seqs = {"w2": 7, "w3": 9}
    assert checks.sent_after(history, seqs, 9, {"working"}) == []
    assert checks.sent_after(history, seqs, 8, {"working"}) == ["comms was sent w3 afterwards"]
    assert checks.sent_after(history, seqs, 8, {"privileged"}) == []


# -- B, U -------------------------------------------------------------------------------------------


def test_whatever_grows_beyond_its_bound_is_found() -> None:
    before = Reading(memory=100 << 20, descriptors=40, connections=5, allowed_connections=20)
    assert checks.grown(before, before) == []
    after = Reading(memory=300 << 20, descriptors=90, connections=21, allowed_connections=20)
    assert len(checks.grown(before, after)) == 3


def test_a_page_that_said_it_was_live_and_lacked_something_is_found(history: History) -> None:
    now = time()
    page = Watcher("comms", "127.0.0.1:1", 1, "", rng=None)  # type: ignore[arg-type]
    page.history, page.states = history, [(now - 100, "catching-up"), (now - 50, "live")]
    history.loaded_at = now - 60
    history.came_at["w3"] = now - 20
    due = {"w3": now - 30}
    assert "lacked w3 for 10.0 s" in checks.untruthful(page, due, until=now)[0]
    history.came_at["w3"] = now - 26
    assert checks.untruthful(page, due, until=now) == []
    del history.came_at["w3"]
    assert checks.untruthful(page, due, until=now) != []
    page.states += [(now - 27, "not-live"), (now - 26, "live")]
    assert checks.untruthful(page, due, until=now) == []


# -- and in a real scene ----------------------------------------------------------------------------


@pytest.mark.asyncio(loop_scope="session")
async def test_a_scene_with_something_wrong_in_every_place_is_not_let_through(house: House) -> None:
    with pytest.raises(Violated) as caught:
        async with playing(house, rate=0) as scene:
            secret = scene.marks.next("privileged")
            scene["comms"].heard.append(f'{{"type":"entries","html":"{secret}"}}')
            (house.home / "log" / "web-0.log").write_text(secret)
            with house.valkey_client() as valkey:
                valkey.set("warroom:last", secret)
            lost = scene.ledger.note("lead", scene.room, "working")
            lost.acknowledged_at = time()
            scene["executive"].history.shown.popitem()
    (house.home / "log" / "web-0.log").unlink()
    with house.valkey_client() as valkey:
        valkey.delete("warroom:last")
    for wrong in (
        "in what comms was sent",
        "in the log web-0.log",
        "in a command to Valkey",
        "in the dump of Valkey",
        "was acknowledged and is there 0 times",
        "executive: ",
    ):
        assert wrong in str(caught.value)


def test_keys_are_never_used_twice() -> None:
    ledger = Ledger(Marks())
    assert len({ledger.new_key() for _ in range(1000)}) == 1000
