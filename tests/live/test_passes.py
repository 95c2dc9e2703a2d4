"""A pass proves who somebody is, for one room and one session, for a quarter of an hour."""

import re
import time

import pytest

from live import passes
from live.passes import Pass, mint

SESSION = "k3j4h5g6f7d8s9a0"


def token(**other: object) -> str:
    said = {"person": 7, "session_key": SESSION, "room": 12, "rights_version": 3, "page": "revision.5.7"}
    return mint(**{**said, **other})  # type: ignore[arg-type]


def test_it_says_who_and_where() -> None:
    shown = Pass.read(token(), session_key=SESSION, room=12)
    assert shown
    assert (shown.person, shown.page) == (7, "revision.5.7")


def test_it_can_travel_as_a_subprotocol_and_names_no_session() -> None:
    assert re.fullmatch(r"[A-Za-z0-9._~-]+", token())
    assert SESSION not in token()


@pytest.mark.parametrize(
    "where",
    [
        {"session_key": "another", "room": 12},
        {"session_key": "", "room": 12},
        {"session_key": SESSION, "room": 13},
    ],
)
def test_it_is_good_for_nothing_else(where: dict[str, object]) -> None:
    assert Pass.read(token(), **where) is None  # type: ignore[arg-type]
    assert Pass.read(token(session_key=""), session_key="", room=12) is None


@pytest.mark.parametrize("forged", ["", "x", "~~", "a~b~c", "é~1~x"])
def test_forgeries_are_no_passes(forged: str) -> None:
    assert Pass.read(forged, session_key=SESSION, room=12) is None
    good = token()
    assert (
        Pass.read(good[:5] + ("A" if good[5] != "A" else "B") + good[6:], session_key=SESSION, room=12)
        is None
    )


def test_it_is_taken_at_its_word_until_rights_move_and_tells_nobody_how_often_they_did() -> None:
    shown, another = (Pass.read(token(), session_key=SESSION, room=12) for _ in range(2))
    assert shown
    assert another
    assert shown.is_as_new_as(3)
    assert not shown.is_as_new_as(4)
    assert shown != another, "of two passes nobody can say whether rights moved in between"


def test_it_grows_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    old = token()
    later = time.time() + passes.LIFETIME_SECONDS + 2
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert Pass.read(old, session_key=SESSION, room=12) is None
