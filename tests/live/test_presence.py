"""Who is here: counted per tab, believed per process, and never more than can be believed."""

import json
from typing import Any

import pytest

from live.presence import (
    LONGEST_MESSAGE,
    MOST_LISTED,
    MOST_PAGES,
    MOST_PEOPLE,
    MOST_PROCESSES,
    Presence,
    encode,
    is_page,
    parse,
    presence_frame,
)

LEAD, COUNSEL = 3, 5
EVERYBODY = range(10**6)
PROOF = "revision.5.7"
US = "00000000-0000-4000-8000-000000000001"
THEM = "00000000-0000-4000-8000-000000000002"
OTHERS = "00000000-0000-4000-8000-000000000003"


@pytest.fixture
def presence() -> Presence:
    return Presence(US)


def said(*people: tuple[int, list[str]]) -> Any:
    heard = parse(json.dumps({"process": THEM, "people": people}))
    assert heard
    return heard.people


def test_two_tabs_are_one_presence_until_both_are_gone(presence: Presence) -> None:
    presence.enter(LEAD, "")
    presence.enter(LEAD, "")
    assert presence.here(among=EVERYBODY) == [{"person": LEAD, "pages": [""]}]
    presence.leave(LEAD, "")
    assert presence.here(among=EVERYBODY) == [{"person": LEAD, "pages": [""]}]
    presence.leave(LEAD, "")
    assert presence.here(among=EVERYBODY) == []


def test_to_leave_without_having_entered_changes_nothing(presence: Presence) -> None:
    presence.leave(LEAD, "")
    presence.enter(LEAD, "")
    assert presence.here(among=EVERYBODY) == [{"person": LEAD, "pages": [""]}]


def test_everyone_is_named_once_and_in_the_same_order_however_they_came(presence: Presence) -> None:
    other = Presence(OTHERS)
    presence.enter(COUNSEL, PROOF)
    presence.enter(COUNSEL, "")
    presence.heard(THEM, said((LEAD, [""]), (COUNSEL, [""])), at=0)
    other.heard(THEM, said((COUNSEL, [PROOF])), at=0)
    other.enter(COUNSEL, "")
    other.heard(US, said((LEAD, [""])), at=0)
    everyone = [{"person": LEAD, "pages": [""]}, {"person": COUNSEL, "pages": ["", PROOF]}]
    assert presence.here(among=EVERYBODY) == other.here(among=EVERYBODY) == everyone


def test_only_what_is_here_is_told_to_the_others(presence: Presence) -> None:
    presence.enter(LEAD, "")
    presence.heard(THEM, said((COUNSEL, [""])), at=0)
    assert presence.mine() == ((LEAD, ("",)),)
    assert len(presence.here(among=EVERYBODY)) == 2


def test_what_this_process_said_itself_is_not_believed_a_second_time(presence: Presence) -> None:
    presence.enter(LEAD, "")
    presence.heard(US, presence.mine(), at=0)
    presence.leave(LEAD, "")
    assert presence.here(among=EVERYBODY) == []


def test_a_process_that_fell_silent_takes_its_people_with_it(presence: Presence) -> None:
    presence.heard(THEM, said((COUNSEL, [""])), at=10)
    presence.heard(OTHERS, said((LEAD, [""])), at=12)
    presence.forget_silent(15.9)
    assert [each["person"] for each in presence.here(among=EVERYBODY)] == [LEAD, COUNSEL]
    presence.forget_silent(16)
    assert [each["person"] for each in presence.here(among=EVERYBODY)] == [LEAD]


def test_a_process_that_speaks_again_replaces_what_it_said(presence: Presence) -> None:
    presence.heard(THEM, said((COUNSEL, [""])), at=0)
    presence.heard(THEM, said((COUNSEL, [PROOF])), at=2)
    presence.forget_silent(7)
    assert presence.here(among=EVERYBODY) == [{"person": COUNSEL, "pages": [PROOF]}]
    presence.heard(THEM, (), at=8)
    assert presence.here(among=EVERYBODY) == []


def test_no_crowd_of_made_up_processes_fills_the_memory(presence: Presence) -> None:
    for n in range(MOST_PROCESSES + 10):
        presence.heard(f"00000000-0000-4000-9000-{n:012}", said((n + 1, [""])), at=0)
    assert len(presence.here(among=EVERYBODY)) == MOST_PROCESSES
    presence.heard("00000000-0000-4000-9000-000000000000", said((999, [""])), at=1)
    assert presence.here(among=EVERYBODY)[-1]["person"] == 999


def test_what_is_told_can_be_read_by_the_others(presence: Presence) -> None:
    presence.enter(COUNSEL, PROOF)
    presence.enter(COUNSEL, "")
    message = encode(presence.mine(), US)
    assert json.loads(message) == {"process": US, "people": [[COUNSEL, ["", PROOF]]]}
    assert parse(message) == parse(message.encode()) == (US, presence.mine())


def test_the_longest_honest_message_can_still_be_read(presence: Presence) -> None:
    for person in range(MOST_PEOPLE + 1):
        for n in range(MOST_PAGES + 1):
            presence.enter(2**63 - 1 - person, f"revision.{10**18 - 1}.{10**9 - 1 - n}")
    heard = parse(encode(presence.mine(), US))
    assert heard
    assert heard.people == presence.mine()
    assert len(heard.people) == MOST_PEOPLE
    assert {len(pages) for _person, pages in heard.people} == {MOST_PAGES}


NONSENSE: list[bytes | str] = [
    b"",
    b"\xff\xfe",
    "null",
    "[]",
    "[" * 100_000,
    '{"people": ' + "9" * 10_000 + "}",
    json.dumps({"process": THEM}),
    json.dumps({"people": []}),
    json.dumps({"process": THEM, "people": {}}),
    json.dumps({"process": f"{THEM}\n", "people": []}),
    json.dumps({"process": THEM.upper().replace("0", "A"), "people": []}),
    json.dumps({"process": [THEM], "people": []}),
    json.dumps({"process": THEM, "people": []}) + " " * LONGEST_MESSAGE,
]


@pytest.mark.parametrize("message", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_is_not_heard(message: bytes | str) -> None:
    assert parse(message) is None


NOBODY: list[Any] = [
    3,
    [3],
    [3, ""],
    [3, [""], ""],
    [True, [""]],
    [0, [""]],
    [-3, [""]],
    [3.0, [""]],
    [2**63, [""]],
    ["3", [""]],
    [None, [""]],
    [3, [3]],
    [3, [None]],
    [3, ["privileged"]],
    [3, [f"{PROOF}\n"]],
]


@pytest.mark.parametrize("row", NOBODY, ids=repr)
def test_who_cannot_be_is_left_out_and_the_others_stay(row: Any) -> None:
    heard = parse(json.dumps({"process": THEM, "people": [row, [COUNSEL, ["", "nowhere", PROOF]]]}))
    assert heard == (THEM, ((COUNSEL, ("", PROOF)),))


def test_of_too_much_only_the_beginning_is_believed() -> None:
    many = [[n, [f"revision.1.{page}" for page in range(1, 10)]] for n in range(1, 600)]
    heard = parse(json.dumps({"process": THEM, "people": many}))
    assert heard
    assert len(heard.people) == MOST_PEOPLE
    assert {len(pages) for _person, pages in heard.people} == {MOST_PAGES}


@pytest.mark.parametrize("where", ["", "revision.5.7", "revision.123456789.12"])
def test_a_place_where_somebody_may_be(where: str) -> None:
    assert is_page(where)


@pytest.mark.parametrize(
    "where",
    [" ", "room", "revision", "revision.5", "revision.05.7", "revision.5.0", "revision.5.7 ", "revision.٣.١"],
)
def test_a_place_where_nobody_can_be(where: str) -> None:
    assert not is_page(where)


def test_pages_are_told_ids_and_places_and_no_more(presence: Presence) -> None:
    presence.enter(COUNSEL, PROOF)
    frame = presence_frame(presence.here(among=EVERYBODY))
    assert frame == '{"type":"presence","here":[{"person":5,"pages":["revision.5.7"]}],"more":false}'
    assert presence_frame([]) == '{"type":"presence","here":[],"more":false}'


def test_a_crowded_room_names_only_so_many_and_says_so() -> None:
    presence = Presence()
    for person in range(1, MOST_LISTED + 50):
        presence.enter(person, "")
    said = json.loads(presence_frame(presence.here(among=EVERYBODY)))
    assert [each["person"] for each in said["here"]] == list(range(1, MOST_LISTED + 1))
    assert said["more"] is True
    assert len(presence.mine()) == MOST_LISTED + 49


def test_whoever_does_not_belong_takes_nobodys_place() -> None:
    presence = Presence()
    presence.enter(5000, "")
    presence.heard(THEM, tuple((person, ("",)) for person in range(10, 400)), 0.0)
    assert presence.here(among={5000, 11}) == [{"person": 11, "pages": [""]}, {"person": 5000, "pages": [""]}]
