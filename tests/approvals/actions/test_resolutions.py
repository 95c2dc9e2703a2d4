from uuid import uuid4

import pytest

from approvals import policy
from approvals.actions.resolutions import reopen, resolve
from approvals.actions.reviews import comment, request_changes
from approvals.actions.sign_offs import sign_off
from approvals.models import Resolution, Review, Revision, StatementState
from approvals.waiting import mendings_in, slots_waiting_for
from common.verdicts import Refused
from incidents.actions.participants import change_participant, remove_participant
from incidents.models import Incident, Role, Status, TimelineEntry
from tests.approvals.proofs import a_signed_revision, an_asked_revision, ask, rewrite
from tests.cast import Cast


def fresh(revision: Revision) -> Revision:
    return Revision.objects.get(pk=revision.pk)


def a_blocked_revision(cast: Cast, room: Incident) -> tuple[Revision, Review]:
    """Signed by every desk; then legal finds something that has to be settled first."""
    revision = a_signed_revision(cast, room)
    return revision, comment(revision, text="Name the agency.", is_blocking=True, by=cast.counsel)


def test_a_comment_that_has_to_be_settled_stops_what_is_signed(cast: Cast, room: Incident) -> None:
    revision, remark = a_blocked_revision(cast, room)
    assert revision.statement.state == StatementState.CHANGES_REQUESTED
    assert "Associate General Counsel has to be settled" in str(policy.release(fresh(revision)).reason)
    assert TimelineEntry.objects.get(type="revision.commented").payload["blocking"] is True

    resolve(remark, by=cast.legal)
    assert revision.statement.state == StatementState.SIGNED
    assert policy.release(fresh(revision))
    told = TimelineEntry.objects.get(type="review.settled")
    assert (told.payload["outcome"], told.payload["about"]) == ("resolved", "Associate General Counsel")


def test_other_comments_stop_nothing(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room)
    comment(revision, text="Name the agency.", by=cast.counsel)
    assert policy.release(fresh(revision))


def test_a_new_revision_does_not_settle_it(cast: Cast, room: Incident) -> None:
    revision, remark = a_blocked_revision(cast, room)
    newer = ask(cast, rewrite(revision.statement, "Quite other words.", by=cast.lead).statement)
    sign_off(newer, seen_sha=newer.sha256, by=cast.comms)
    with pytest.raises(Refused, match="has to be settled first"):
        sign_off(newer, seen_sha=newer.sha256, by=cast.legal)
    resolve(remark, by=cast.counsel)
    sign_off(newer, seen_sha=newer.sha256, by=cast.legal)
    assert policy.release(fresh(newer))


def test_it_lies_with_the_author_and_not_with_the_last_desk(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    remark = comment(revision, text="Name the agency.", is_blocking=True, by=cast.support)
    assert slots_waiting_for(cast.comms, room)
    sign_off(revision, seen_sha=revision.sha256, by=cast.comms)
    assert not slots_waiting_for(cast.counsel, room)
    assert [mending.review for mending in mendings_in(room)] == [remark]
    resolve(remark, by=cast.support)
    assert slots_waiting_for(cast.counsel, room)
    assert mendings_in(room) == []


@pytest.mark.parametrize("who", ["lead", "comms", "support", "executive", "guest", "stranger"])
def test_another_desk_cannot_wave_it_through(cast: Cast, room: Incident, who: str) -> None:
    revision, remark = a_blocked_revision(cast, room)
    with pytest.raises(Refused):
        resolve(remark, by=getattr(cast, who))
    assert not policy.release(fresh(revision))
    assert not Resolution.objects.exists()


def test_the_desk_it_was_said_at_counts_and_not_todays(cast: Cast, room: Incident) -> None:
    """Whoever moves to another desk keeps their own word, and leaves the rest to the desk."""
    revision, remark = a_blocked_revision(cast, room)
    place = room.participant(cast.counsel)
    assert place is not None
    change_participant(place, role=Role.SUPPORT, is_cleared=True, by=cast.lead)
    with pytest.raises(Refused, match="someone else of Legal"):
        resolve(remark, by=cast.support)
    resolve(remark, by=cast.counsel)
    assert revision.statement.state != StatementState.SIGNED  # legal's signer signs there no longer


def test_who_has_left_lets_go_of_nothing(cast: Cast, room: Incident) -> None:
    _revision, remark = a_blocked_revision(cast, room)
    remove_participant(room.participants.get(person=cast.counsel), by=cast.lead)
    with pytest.raises(Refused, match="not in this room"):
        resolve(remark, by=cast.counsel)


def test_what_was_settled_can_be_opened_and_holds_again(cast: Cast, room: Incident) -> None:
    revision, remark = a_blocked_revision(cast, room)
    resolve(remark, by=cast.counsel)
    with pytest.raises(Refused, match="settled already"):
        resolve(remark, by=cast.counsel)
    reopen(remark, by=cast.lead)
    assert not policy.release(fresh(revision))
    with pytest.raises(Refused, match="is open"):
        reopen(remark, by=cast.lead)


def test_anyone_with_the_pen_ticks_off_the_rest(cast: Cast, room: Incident) -> None:
    remark = comment(an_asked_revision(cast, room), text="Shorter?", by=cast.counsel)
    resolve(remark, by=cast.support)
    assert not Review.objects.get().is_open


def test_changes_that_were_asked_for_can_be_let_go_of(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    review = request_changes(revision, reason="No.", seen_sha=revision.sha256, by=cast.counsel)
    with pytest.raises(Refused, match="someone else of Legal"):
        resolve(review, by=cast.lead)
    resolve(review, by=cast.legal)
    assert revision.statement.state == StatementState.WAITING
    reopen(review, by=cast.counsel)
    assert revision.statement.state == StatementState.CHANGES_REQUESTED


def test_two_presses_are_one_decision(cast: Cast, room: Incident) -> None:
    _revision, remark = a_blocked_revision(cast, room)
    key = uuid4()
    assert resolve(remark, by=cast.counsel, key=key) == resolve(remark, by=cast.counsel, key=key)
    assert Resolution.objects.count() == 1


def test_a_closed_room_decides_nothing(cast: Cast, room: Incident) -> None:
    _revision, remark = a_blocked_revision(cast, room)
    Incident.objects.update(status=Status.CLOSED)
    with pytest.raises(Refused, match="This room is closed"):
        resolve(remark, by=cast.counsel)
