from uuid import uuid4

import pytest

from approvals.actions.reviews import comment, request_changes
from approvals.actions.sign_offs import sign_off
from approvals.models import Review, StatementState
from common.verdicts import Refused, Stale
from incidents.models import Incident, TimelineEntry
from tests.approvals.proofs import a_draft, a_signed_revision, an_asked_revision, rewrite
from tests.cast import Cast


def test_changes_hold_the_statement_until_a_new_revision(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    review = request_changes(revision, reason="Say who called.", seen_sha=revision.sha256, by=cast.counsel)

    told = TimelineEntry.objects.get(type="changes.requested")
    assert (review.entry, told.refers_to) == (told, revision.statement.entry)
    assert (told.payload["role"], told.payload["reason"]) == ("legal", "Say who called.")
    with pytest.raises(Refused, match="Associate General Counsel asked for changes"):
        sign_off(revision, seen_sha=revision.sha256, by=cast.comms)
    rewrite(revision.statement, "He called us.", by=cast.lead)
    assert revision.statement.state == StatementState.DRAFT


def test_who_asked_for_changes_may_sign_after_all(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    request_changes(revision, reason="Say who called.", seen_sha=revision.sha256, by=cast.counsel)
    sign_off(revision, seen_sha=revision.sha256, by=cast.counsel)
    sign_off(revision, seen_sha=revision.sha256, by=cast.comms)
    assert revision.statement.state == StatementState.SIGNED


def test_second_thoughts_after_signing_hold_it_too(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room)
    request_changes(revision, reason="He denies it now.", seen_sha=revision.sha256, by=cast.counsel)
    assert revision.statement.state == StatementState.CHANGES_REQUESTED


def test_changes_to_an_old_text_are_stale(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    rewrite(revision.statement, "Newer words", by=cast.lead)
    with pytest.raises(Stale):
        request_changes(revision, reason="Too stiff.", seen_sha=revision.sha256, by=cast.comms)


def test_a_comment_stops_nothing(cast: Cast, room: Incident) -> None:
    revision, key = a_signed_revision(cast, room), uuid4()
    said = comment(revision, text="Good.", by=cast.support, key=key)
    assert comment(revision, text="Good.", by=cast.support, key=key) == said
    assert revision.statement.state == StatementState.SIGNED
    assert TimelineEntry.objects.get(type="revision.commented").payload["role"] == "support"


@pytest.mark.parametrize("who", ["executive", "guest", "stranger"])
def test_who_holds_no_pen_says_nothing_about_it(cast: Cast, room: Incident, who: str) -> None:
    revision = an_asked_revision(cast, room)
    with pytest.raises(Refused):
        comment(revision, text="Nice.", by=getattr(cast, who))
    with pytest.raises(Refused):
        request_changes(revision, reason="No.", seen_sha=revision.sha256, by=getattr(cast, who))
    assert not Review.objects.exists()


def test_a_draft_that_nobody_was_asked_about_is_commented_on_and_not_held(cast: Cast, room: Incident) -> None:
    draft = a_draft(cast, room).current
    comment(draft, text="Start with the call.", by=cast.counsel)
    with pytest.raises(Refused, match="has not been asked for"):
        request_changes(draft, reason="No.", seen_sha=draft.sha256, by=cast.counsel)
