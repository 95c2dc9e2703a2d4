"""What holds for every type of entry, whichever app registered it."""

import json
import re
from dataclasses import FrozenInstanceError, dataclass
from datetime import datetime

import pytest
from django.template.loader import get_template

from incidents.entries import GROUPS, Entry, entry_class, entry_classes, register, types_in
from incidents.models import Stream
from tests.incidents.samples import CODES, DESKS_AND_PEOPLE, canary, sample

every_type = pytest.mark.parametrize("cls", entry_classes(), ids=lambda cls: cls.type)


@every_type
def test_it_comes_back_from_the_database_as_it_went_in(cls: type[Entry]) -> None:
    for bare in False, True:
        said = sample(cls, bare=bare)
        stored = json.loads(json.dumps(said.to_payload()))
        assert cls.from_payload(stored) == said
        assert cls.from_payload(stored).to_payload() == said.to_payload()


@every_type
def test_its_stream_is_a_column_and_not_part_of_its_words(cls: type[Entry]) -> None:
    said = cls.from_payload(sample(cls).to_payload(), stream=Stream.PRIVILEGED)
    assert "stream" not in said.to_payload()
    assert said.chosen_stream() == Stream.PRIVILEGED
    assert sample(cls).chosen_stream() == cls.default_stream


@every_type
def test_an_entry_from_before_a_field_was_added_is_still_read(cls: type[Entry]) -> None:
    stored = {**sample(cls, bare=True).to_payload(), "a_field_since_dropped": 1}
    assert cls.from_payload(stored) == sample(cls, bare=True)


@every_type
def test_shredding_leaves_nothing_that_anyone_typed(cls: type[Entry]) -> None:
    said = sample(cls)
    typed = [
        name for name, value in said.to_payload().items() if isinstance(value, str) and "canary" in value
    ]
    shredded = said.shred()
    assert "canary" not in json.dumps(shredded.to_payload(), ensure_ascii=False), typed
    assert "canary" not in shredded.search_text()
    assert "canary" not in shredded.headline()


@every_type
def test_shredding_leaves_everything_else(cls: type[Entry]) -> None:
    before, after = sample(cls).to_payload(), sample(cls).shred().to_payload()
    kept = {name: value for name, value in before.items() if "canary" not in str(value) and name != "figures"}
    assert {name: after[name] for name in kept} == kept
    assert cls.from_payload(json.loads(json.dumps(after))).shred() == sample(cls).shred()


@every_type
def test_what_was_left_empty_stays_empty_when_shredded(cls: type[Entry]) -> None:
    bare = sample(cls, bare=True)
    empty = {name for name, value in bare.to_payload().items() if value in ("", None)}
    assert all(getattr(bare.shred(), name) in ("", None) for name in empty)


@every_type
def test_what_people_typed_can_be_found(cls: type[Entry]) -> None:
    said = sample(cls)
    typed = {
        name: canary(name) if name in DESKS_AND_PEOPLE else str(getattr(said, name)) for name in cls.personal
    }
    assert all(words in said.search_text() for words in typed.values())
    codes = CODES.keys() - DESKS_AND_PEOPLE
    assert set(cls.personal) <= {each.name for each in cls.payload_fields()} - codes


@pytest.mark.parametrize("type_name", ["sign_off.withdrawn", "glass.opened", "glass.broken"])
def test_of_desks_and_people_side_by_side_only_the_people_are_shredded(type_name: str) -> None:
    cls = entry_class(type_name)
    (name,) = DESKS_AND_PEOPLE & {*cls.personal}
    assert getattr(sample(cls).shred(), name) == ["legal", "█"]
    assert "legal" not in sample(cls).search_text().splitlines()


@every_type
def test_it_says_itself_in_one_line(cls: type[Entry]) -> None:
    for said in sample(cls), sample(cls, bare=True):
        assert said.headline().strip()
        assert "\n" not in said.headline()


@every_type
def test_it_is_dressed_to_be_shown(cls: type[Entry]) -> None:
    assert re.fullmatch(r"[a-z_]+\.[a-z]+", cls.type)
    assert str(cls.label)
    assert cls.group in {*GROUPS, "housekeeping"}
    assert cls.node in {"learned", "asked", "decided", "sent", "milestone"}
    assert cls.template.startswith(("incidents/", "approvals/", "publishing/", "reporting/"))
    assert get_template(cls.template)


@every_type
def test_nobody_changes_it_afterwards(cls: type[Entry]) -> None:
    with pytest.raises(FrozenInstanceError):
        sample(cls).stream = Stream.BRIEFING


def test_only_what_people_wrote_can_be_struck() -> None:
    assert {cls.type for cls in entry_classes() if cls.strikable} == {
        "signal.posted",
        "fact.posted",
        "decision.made",
        "call.logged",
        "question.asked",
        "note.posted",
    }


def test_every_tab_over_the_story_has_its_types() -> None:
    by_tab = {group: types_in(group) for group in GROUPS}
    assert by_tab["fact"] == ["fact.posted", "fact.confirmed", "fact.refuted"]
    assert by_tab["question"] == ["question.asked", "question.answered"]
    assert types_in("gossip") == []


def test_a_name_is_given_once() -> None:
    with pytest.raises(ValueError, match=r"note\.posted is registered twice"):

        @register
        @dataclass(frozen=True, kw_only=True)
        class Another(Entry):
            type = "note.posted"

    assert entry_class("note.posted").__name__ == "NotePosted"


def test_a_type_that_nobody_registered_is_an_error_and_not_a_guess() -> None:
    with pytest.raises(KeyError):
        entry_class("gossip.heard")


@pytest.mark.parametrize("offset", ["+00:00", "+09:00", "-05:00"])
def test_a_moment_keeps_its_microseconds_and_its_zone(offset: str) -> None:
    moment = datetime.fromisoformat(f"2008-12-09T18:10:00.000001{offset}")
    cls = entry_class("promise.missed")
    said = cls(text="x", due_at=moment)
    assert cls.from_payload(json.loads(json.dumps(said.to_payload()))) == said
