"""Who is cleared in every room can prove that nothing was changed. Nobody else is told what would prove it."""

import subprocess
import sys
from pathlib import Path

import pytest

from incidents.actions.facts import confirm_fact, post_fact
from incidents.actions.notes import post_note
from incidents.actions.participants import change_participant
from incidents.models import Incident, Role, Stream
from reporting.copies import chain
from tests.cast import Cast, a_room
from tests.reporting.copies.copying import Copy, copy_of, lines


@pytest.fixture
def copy(cast: Cast, room: Incident) -> Copy:
    fact = post_fact(room, text="A letter — ‘편지’ — went out.", by=cast.comms)
    confirm_fact(fact, source="Counsel", by=cast.counsel)
    post_note(room, text="Between us.", stream=Stream.PRIVILEGED, by=cast.counsel)
    return copy_of(room, cast.counsel)


def verified(copy: Copy, folder: Path) -> tuple[int, str]:
    for name, content in copy.items():
        (folder / name).write_bytes(content)
    done = subprocess.run(
        [sys.executable, "verify.py"], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_a_copy_proves_itself(copy: Copy, room: Incident, tmp_path: Path) -> None:
    room.refresh_from_db()
    code, said = verified(copy, tmp_path)
    assert (code, f"All {room.room_seq} entries hold" in said) == (0, True)
    assert bytes(room.last_hash).hex() in said


@pytest.mark.parametrize(
    ("file", "was", "now"),
    [
        ("timeline.jsonl", b"went out", b"was never sent"),
        ("timeline.jsonl", b'"w1"', b'"w999"'),
        ("chain.jsonl", b"went out", b"was never sent"),
    ],
)
def test_a_changed_word_shows(copy: Copy, tmp_path: Path, file: str, was: bytes, now: bytes) -> None:
    assert was in copy[file]
    code, said = verified(copy | {file: copy[file].replace(was, now)}, tmp_path)
    assert (code, "Does not hold: w" in said) == (1, True)


@pytest.mark.parametrize("file", ["timeline.jsonl", "chain.jsonl"])
def test_a_missing_line_shows(copy: Copy, tmp_path: Path, file: str) -> None:
    kept = copy[file].splitlines(keepends=True)
    code, _said = verified(copy | {file: b"".join(kept[:3] + kept[4:])}, tmp_path)
    assert code == 1


def test_it_is_for_those_from_whom_no_room_has_anything_to_hide(cast: Cast, room: Incident) -> None:
    """An entry's id is counted over all rooms: two of them tell how much was recorded in between, anywhere."""
    assert chain.is_for(cast.counsel)
    other = a_room(cast)
    place = other.participant(cast.counsel)
    assert place
    change_participant(place, role=Role.LEGAL, is_cleared=False, by=cast.lead)
    assert not chain.is_for(cast.counsel)
    assert chain.is_for(cast.lead)
    copy = copy_of(room, cast.counsel)
    assert not {"chain.jsonl", "verify.py"} & copy.keys()
    assert b"not in it" in copy["README.txt"]
    assert b"chain.jsonl holds" in copy_of(room, cast.lead)["README.txt"]


def test_every_entry_has_its_link(copy: Copy) -> None:
    told = [entry["ref"] for entry in lines(copy["timeline.jsonl"])]
    assert [link["ref"] for link in lines(copy["chain.jsonl"])] == told
