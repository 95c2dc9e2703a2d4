from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from approvals.actions.revisions import mark_seen
from approvals.models import Enclosure, LastSeen, Revision, StatementState
from common.verdicts import Refused, Stale
from incidents.actions.facts import post_fact, refute_fact
from incidents.actions.participants import remove_participant
from incidents.models import Incident, TimelineEntry
from tests.approvals.proofs import WORDS, a_draft, a_signed_revision, an_attachment, ask, rewrite
from tests.cast import Cast, a_room


def test_of_two_editors_the_second_is_told_and_nothing_is_overwritten(cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room)
    rewrite(statement, "Comms' words", by=cast.comms, based_on=1)
    with pytest.raises(Stale, match="Corporate communications saved revision 2"):
        rewrite(statement, "Support's words", by=cast.support, based_on=1)
    assert statement.current.text == "Comms' words"
    assert rewrite(statement, "Both our words", by=cast.support, based_on=2).number == 3


def test_a_new_revision_leaves_the_sign_offs_behind_and_says_how_many(cast: Cast, room: Incident) -> None:
    statement = a_signed_revision(cast, room).statement
    rewrite(statement, WORDS + " ", by=cast.lead)  # the blank is not a change
    assert statement.state == StatementState.SIGNED
    rewrite(statement, WORDS + "!", by=cast.lead, note="More warmth")

    told = TimelineEntry.objects.get(type="revision.saved")
    assert told.refers_to == statement.entry
    assert (told.payload["number"], told.payload["voided"], told.payload["note"]) == (2, 2, "More warmth")
    assert statement.state == StatementState.DRAFT
    assert not statement.current.sign_offs.exists()


@pytest.mark.parametrize("change", [{"channels": ["x"]}, {"language": "ko"}, {"citations": []}])
def test_a_channel_a_language_or_a_citation_is_a_change(cast: Cast, room: Incident, change: dict) -> None:
    fact = post_fact(room, text="He called.", by=cast.support)
    statement = a_draft(cast, room, citing=[fact])
    assert rewrite(statement, WORDS, by=cast.lead, **change).number == 2


EMBARGO = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "change",
    [
        {"texts": {"x": "Shorter."}},
        {"texts": {"forum": WORDS + "!"}},
        {"legal_text": "Without prejudice."},
        {"embargo_until": EMBARGO},
        {"attachments": "a file"},
        {"text": WORDS[:-1]},
    ],
)
def test_whatever_was_signed_voids_its_sign_offs_by_changing(
    cast: Cast, room: Incident, change: dict
) -> None:
    statement = a_signed_revision(cast, room).statement
    if "attachments" in change:
        change = {"attachments": [an_attachment(cast, room)]}
    saved = rewrite(statement, **({"text": WORDS} | change), by=cast.lead)
    assert (saved.number, statement.state) == (2, StatementState.DRAFT)
    assert rewrite(statement, **({"text": WORDS} | change), by=cast.lead) == saved


FULL: dict[str, Any] = {
    "text": "One.\n\nTwo.",
    "texts": {"x": "One, two."},
    "legal_text": "Erstens.\n\nZweitens.",
    "links": [(0, 0), (1, 1)],
    "embargo_until": EMBARGO,
}


def test_a_save_that_repeats_all_of_it_keeps_the_sign_offs(cast: Cast, room: Incident) -> None:
    files = [an_attachment(cast, room)]
    statement = a_signed_revision(cast, room, **FULL, attachments=files).statement
    again = {
        **FULL,
        "texts": {"x": " One, two. ", "forum": FULL["text"], "press": "goes nowhere"},
        "links": [(1, 1), (0, 0), (0, 0), (5, 5)],
    }
    rewrite(statement, **again, attachments=files, by=cast.lead)
    assert (statement.current.number, statement.state) == (1, StatementState.SIGNED)


@pytest.mark.parametrize(
    "change",
    [
        {"texts": {}},
        {"legal_text": ""},
        {"links": [(0, 0)]},
        {"links": [(0, 1), (1, 0)]},
        {"embargo_until": None},
        {"embargo_until": EMBARGO + timedelta(minutes=1)},
        {"attachments": []},
    ],
)
def test_taking_any_of_it_away_voids_the_sign_offs(cast: Cast, room: Incident, change: dict) -> None:
    statement = a_signed_revision(cast, room, **FULL, attachments=[an_attachment(cast, room)]).statement
    rewrite(statement, **({"text": FULL["text"]} | change), by=cast.lead)
    assert (statement.current.number, statement.state) == (2, StatementState.DRAFT)


def test_what_nothing_is_said_of_stays_as_it_was(cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room, **FULL, attachments=[an_attachment(cast, room)])
    first = statement.current.package
    saved = rewrite(statement, "One.\n\nTwo!", by=cast.support)
    assert saved.package == replace(first, text="One.\n\nTwo!")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"texts": {"x": "a" * 281}}, "1 character too long for X"),
        ({"texts": {"x": "sig\u200bned"}}, "no width"),
        ({"legal_text": "signed \u202edengis"}, "reading direction"),
        ({"valid_until": EMBARGO}, "Only a line to take"),
        ({"spokespeople": [1]}, "Only a line to take"),
        ({"kind": "line", "spokespeople": [10**9]}, "has left the room"),
    ],
)
def test_what_cannot_be_said_is_refused(cast: Cast, room: Incident, fields: dict, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        a_draft(cast, room, **fields)


def test_a_long_text_goes_out_where_a_channel_has_its_own(cast: Cast, room: Incident) -> None:
    with pytest.raises(Refused, match="too long for X"):
        a_draft(cast, room, text="a" * 400)
    assert a_draft(cast, room, text="a" * 400, texts={"x": "In short."}).current.text_for("x") == "In short."


def test_a_file_of_another_room_is_not_enclosed(cast: Cast, room: Incident) -> None:
    other = an_attachment(cast, a_room(cast))
    with pytest.raises(Refused, match="another room"):
        a_draft(cast, room, attachments=[other])
    revision = a_draft(cast, room).current
    with pytest.raises(DatabaseError, match="belongs to its room"), transaction.atomic():
        Enclosure.objects.create(revision=revision, attachment=other, position=1)
    ask(cast, revision.statement)
    with pytest.raises(DatabaseError, match="stays as it was"), transaction.atomic():
        Enclosure.objects.create(revision=revision, attachment=an_attachment(cast, room), position=1)


def test_a_line_to_take_says_who_may_say_it_and_until_when(cast: Cast, room: Incident) -> None:
    statement = a_signed_revision(
        cast, room, kind="line", channels=[], spokespeople=[cast.support.pk], valid_until=EMBARGO
    ).statement
    for change in ({"spokespeople": []}, {"valid_until": EMBARGO + timedelta(days=1)}):
        rewrite(statement, WORDS, by=cast.lead, **change)
    assert statement.current.number == 3


def test_a_save_that_changes_nothing_records_nothing(cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room)
    before = TimelineEntry.objects.count()
    assert rewrite(statement, WORDS, by=cast.comms) == statement.current
    assert rewrite(statement, WORDS, by=cast.comms, based_on=0) == statement.current
    assert TimelineEntry.objects.count() == before
    assert statement.author_ids == [cast.lead.pk]


def test_words_whose_sign_off_lapsed_can_be_put_before_the_desks_again(cast: Cast, room: Incident) -> None:
    statement = a_signed_revision(cast, room).statement
    place = room.participant(cast.counsel)
    assert place is not None
    remove_participant(place, by=cast.lead)
    again = rewrite(statement, WORDS, by=cast.lead)
    assert (again.number, again.state) == (2, StatementState.DRAFT)


def test_two_presses_of_one_button_are_one_revision(cast: Cast, room: Incident) -> None:
    statement, key = a_draft(cast, room), uuid4()
    first = rewrite(statement, "Newer words", by=cast.lead, based_on=1, key=key)
    rewrite(statement, "Newest words", by=cast.comms, based_on=2)
    assert rewrite(statement, "Newer words", by=cast.lead, based_on=1, key=key) == first


def test_a_revision_rests_on_no_refuted_fact(cast: Cast, room: Incident) -> None:
    fact = post_fact(room, text="He was paid.", by=cast.support)
    statement = a_draft(cast, room, citing=[fact])
    refute_fact(fact, by=cast.counsel)
    with pytest.raises(Refused, match="Take it out"):
        rewrite(statement, "Newer words", by=cast.lead)
    assert rewrite(statement, "Newer words", by=cast.lead, citations=[]).number == 2


@pytest.mark.parametrize("who", ["executive", "guest", "stranger"])
def test_who_holds_no_pen_changes_no_word(cast: Cast, room: Incident, who: str) -> None:
    statement = a_draft(cast, room)
    with pytest.raises(Refused):
        rewrite(statement, "Other words", by=getattr(cast, who))
    assert Revision.objects.count() == 1


def test_opening_a_page_twice_does_not_hide_what_changed(cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room)
    first = ask(cast, statement)
    assert LastSeen.objects.before(first, cast.counsel) is None
    mark_seen(first, by=cast.counsel)
    assert LastSeen.objects.before(first, cast.counsel) is None

    rewrite(statement, "Words that counsel never opened", by=cast.lead)
    third = rewrite(statement, "Newest words", by=cast.lead)
    assert LastSeen.objects.before(third, cast.counsel) == first
    for _again in range(2):
        mark_seen(third, by=cast.counsel)
        assert LastSeen.objects.before(third, cast.counsel) == first
    with pytest.raises(Refused):
        mark_seen(third, by=cast.guest)


def test_other_words_under_a_used_key_are_stale_and_not_swallowed(cast: Cast, room: Incident) -> None:
    statement, key = a_draft(cast, room), uuid4()
    saved = rewrite(statement, "First words", by=cast.comms, key=key, based_on=1)
    assert rewrite(statement, "First words", by=cast.comms, key=key, based_on=1) == saved
    with pytest.raises(Stale, match="sent before"):
        rewrite(statement, "Other words", by=cast.comms, key=key, based_on=1)
    assert statement.current.text == "First words"
