"""Every type of entry: as stored and read back, as shown, as shredded."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from approvals import entries
from incidents.entries import Entry, entry_classes
from incidents.models import Stream
from publishing import entries as went_out

COMMON: dict[str, Any] = {
    "statement": 7,
    "title": "First answer",
    "kind": "reply",
    "number": 2,
    "sha": "0123456789ab",
}

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
CLOCKED: dict[str, Any] = {"desk": "Legal", "since": NOON, "due_at": NOON + timedelta(minutes=30)}

SAID: list[Entry] = [
    entries.StatementDrafted(**COMMON, words=9),
    entries.CorrectionOpened(**COMMON, words=9, corrected="First answer, too"),
    entries.RevisionSaved(**COMMON, words=9, note="Softer", voided=1),
    entries.SignOffRequested(**COMMON, roles=["comms", "legal"]),
    entries.SignOffRequested(**COMMON, roles=[], people="Legal team"),
    entries.SlotHandedOver(**COMMON, desk="Legal", person=4, deputy="Legal team", cause="absent"),
    entries.SlotNudged(**COMMON, **CLOCKED, people="Legal team"),
    entries.SlotRanOut(**COMMON, **CLOCKED),
    entries.LeadTold(**COMMON, **CLOCKED, leads="Social media lead"),
    entries.RevisionSigned(**COMMON, role="legal", complete=True),
    entries.SignOffWithdrawn(**COMMON, roles=["comms", "legal", "Legal team"], fact="w4"),
    entries.ChangesRequested(**COMMON, role="legal", reason="Say who called."),
    entries.RevisionCommented(**COMMON, role="support", text="Good.", blocking=True),
    entries.ReviewSettled(**COMMON, role="comms", outcome="rejected", text="Good.", about="Ada"),
    entries.AdviceGiven(**COMMON, role="legal", text="Good."),
]


def test_there_is_one_of_each_type_here() -> None:
    ours = {cls for cls in entry_classes() if cls.__module__ == entries.__name__}
    assert {type(said) for said in SAID} == ours - {entries.PolicyChanged}


@pytest.mark.parametrize("said", SAID, ids=lambda said: said.type)
def test_it_is_read_back_as_it_was_stored(said: Entry) -> None:
    assert type(said).from_payload(said.to_payload()) == said


@pytest.mark.parametrize("said", SAID, ids=lambda said: said.type)
def test_it_stays_with_the_team_and_is_found_by_its_title(said: Entry) -> None:
    is_advice = isinstance(said, entries.AdviceGiven)
    assert said.chosen_stream() == (Stream.PRIVILEGED if is_advice else Stream.WORKING)
    assert "First answer" in said.search_text()
    assert said.headline()


@pytest.mark.parametrize("said", SAID, ids=lambda said: said.type)
def test_shredding_leaves_the_numbers_and_no_words(said: Entry) -> None:
    shredded = said.shred()
    assert shredded.to_payload()["number"] == 2
    for word in ("First answer", "Softer", "Say who called.", "Good.", "Ada", "Legal team", "Social"):
        assert word not in str(shredded.to_payload())


def test_what_went_out_is_for_everyone_in_the_room() -> None:
    assert went_out.StatementPublished.default_stream == Stream.BRIEFING
    assert went_out.ReachRecorded.default_stream == Stream.BRIEFING


def test_a_policy_is_told_without_naming_a_statement() -> None:
    said = entries.PolicyChanged(name="Letters", asks="Legal signs.", everywhere=True)
    assert entries.PolicyChanged.from_payload(said.to_payload()) == said
    assert said.chosen_stream() == Stream.WORKING
    assert said.headline() == "Letters"
    assert "Legal" not in str(said.shred().to_payload())
