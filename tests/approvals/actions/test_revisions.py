from uuid import uuid4

import pytest

from approvals.actions.revisions import mark_seen
from approvals.models import LastSeen, Revision, StatementState
from common.verdicts import Refused, Stale
from incidents.actions.facts import post_fact, refute_fact
from incidents.actions.participants import remove_participant
from incidents.models import Incident, TimelineEntry
from tests.approvals.proofs import WORDS, a_draft, a_signed_revision, ask, rewrite
from tests.cast import Cast


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
