"""The clock of a slot: on time, late, twice, and by two clocks at once."""

from collections import Counter
from typing import Any

import pytest

from approvals.actions.reminders import keep_sign_off_clocks
from approvals.actions.reviews import request_changes
from approvals.actions.sign_offs import sign_off
from approvals.models import Handover, Reminder, Revision, SignOff, StatementState
from approvals.waiting import slots_waiting_for, waits_in
from common.verdicts import Refused
from incidents.actions.participants import remove_participant
from incidents.models import Incident, Status, TimelineEntry
from tests.approvals.proofs import an_asked_revision, rewrite, wait
from tests.cast import Cast, Demand, a_policy

TOLD = ["slot.nudged", "slot.expired", "slot.delegated", "lead.told"]


def timed(cast: Cast, **fields: Any) -> None:
    """Legal alone signs, within 30 minutes."""
    a_policy("Comms and legal", asks=[Demand("legal", (), minutes=30, **fields)])


def told(room: Incident) -> Counter[str]:
    return Counter(room.entries.filter(type__in=TOLD).values_list("type", flat=True))


def test_it_nudges_at_half_time_and_not_before(cast: Cast, room: Incident) -> None:
    timed(cast)
    an_asked_revision(cast, room)
    wait(cast, room, 14)
    assert keep_sign_off_clocks() == 0
    wait(cast, room, 1)
    assert keep_sign_off_clocks() == 1
    assert told(room) == {"slot.nudged": 1}
    (entry,) = room.entries.filter(type="slot.nudged")
    assert entry.payload["people"] == "Associate General Counsel, Legal team"
    assert (entry.stream, entry.actor) == ("working", None)


def test_when_the_time_runs_out_the_deputy_may_sign_and_the_lead_is_told(cast: Cast, room: Incident) -> None:
    timed(cast, deputy=cast.support.pk)
    revision = an_asked_revision(cast, room)
    assert slots_waiting_for(cast.support, room) == []
    with pytest.raises(Refused, match="not asked"):
        sign_off(revision, seen_sha=revision.sha256, by=cast.support)

    wait(cast, room, 30)
    keep_sign_off_clocks()
    assert told(room) == dict.fromkeys(TOLD, 1)
    (waiting,) = slots_waiting_for(cast.support, room)
    assert waiting.is_late
    assert waiting.people == (cast.counsel, cast.legal, cast.support)
    assert room.entries.get(type="lead.told").payload["leads"] == "Social media lead"

    sign_off(revision, seen_sha=revision.sha256, by=cast.support)
    assert Revision.objects.get(pk=revision.pk).state == StatementState.SIGNED
    assert room.entries.get(type="revision.signed").payload["role"] == "legal"


def test_who_was_asked_may_still_sign_after_the_time_has_run_out(cast: Cast, room: Incident) -> None:
    timed(cast, deputy=cast.support.pk)
    revision = an_asked_revision(cast, room)
    wait(cast, room, 31)
    keep_sign_off_clocks()
    sign_off(revision, seen_sha=revision.sha256, by=cast.counsel)
    with pytest.raises(Refused, match="has signed this"):
        sign_off(revision, seen_sha=revision.sha256, by=cast.support)


def test_silence_never_approves(cast: Cast, room: Incident) -> None:
    timed(cast, deputy=cast.support.pk)
    revision = an_asked_revision(cast, room)
    wait(cast, room, 100_000)
    keep_sign_off_clocks()
    assert not SignOff.objects.exists()
    assert Revision.objects.get(pk=revision.pk).state == StatementState.WAITING
    assert len(waits_in(room)) == 1


def test_twice_or_late_changes_nothing(cast: Cast, room: Incident) -> None:
    timed(cast, deputy=cast.support.pk)
    revision = an_asked_revision(cast, room)
    wait(cast, room, 31)
    for _round in range(3):
        keep_sign_off_clocks()
    assert told(room) == dict.fromkeys(TOLD, 1)
    assert Reminder.objects.count() == 3
    wait(cast, room, 600)
    assert keep_sign_off_clocks() == 0
    nudged = room.entries.get(type="slot.nudged")
    assert nudged.occurred_at == revision.request.slots.get().half_at  # late, and it says so


@pytest.mark.parametrize("deputy", ["lead", "guest", "stranger"])
def test_nobody_unfit_becomes_a_deputy(cast: Cast, room: Incident, deputy: str) -> None:
    """The lead wrote it, the guest only watches, the stranger is not there."""
    timed(cast, deputy=getattr(cast, deputy).pk)
    revision = an_asked_revision(cast, room)
    wait(cast, room, 31)
    keep_sign_off_clocks()
    assert told(room) == {"slot.nudged": 1, "slot.expired": 1, "lead.told": 1}
    assert not Handover.objects.exists()
    with pytest.raises(Refused):
        sign_off(revision, seen_sha=revision.sha256, by=getattr(cast, deputy))


def test_a_deputy_who_left_signs_no_more(cast: Cast, room: Incident) -> None:
    timed(cast, deputy=cast.support.pk)
    revision = an_asked_revision(cast, room)
    wait(cast, room, 31)
    keep_sign_off_clocks()
    sign_off(revision, seen_sha=revision.sha256, by=cast.support)
    remove_participant(room.participants.get(person=cast.support), by=cast.lead)
    assert Revision.objects.get(pk=revision.pk).lapsed_slots


def signed(cast: Cast, room: Incident, revision: Revision) -> None:
    sign_off(revision, seen_sha=revision.sha256, by=cast.counsel)


def rewritten(cast: Cast, room: Incident, revision: Revision) -> None:
    rewrite(revision.statement, "Other words", by=cast.lead)


def objected_to(cast: Cast, room: Incident, revision: Revision) -> None:
    request_changes(revision, reason="No.", seen_sha=revision.sha256, by=cast.counsel)


def closed(cast: Cast, room: Incident, revision: Revision) -> None:
    Incident.objects.update(status=Status.CLOSED)


@pytest.mark.parametrize("settled", [signed, rewritten, objected_to, closed])
def test_where_nobody_is_waited_for_no_clock_strikes(cast: Cast, room: Incident, settled: Any) -> None:
    timed(cast)
    revision = an_asked_revision(cast, room)
    wait(cast, room, 31)
    settled(cast, room, revision)
    assert keep_sign_off_clocks() == 0
    assert told(room) == {}


def test_without_a_limit_there_is_no_clock(cast: Cast, room: Incident) -> None:
    an_asked_revision(cast, room)
    wait(cast, room, 100_000)
    assert keep_sign_off_clocks() == 0
    assert TimelineEntry.objects.filter(type__in=TOLD).count() == 0


def test_a_later_step_has_its_clock_from_its_own_turn(cast: Cast, room: Incident) -> None:
    a_policy("Comms and legal", asks=[Demand("comms", ()), Demand("legal", (), step=2, minutes=30)])
    revision = an_asked_revision(cast, room)
    wait(cast, room, 500)
    assert keep_sign_off_clocks() == 0
    sign_off(revision, seen_sha=revision.sha256, by=cast.comms)
    assert keep_sign_off_clocks() == 0
    wait(cast, room, 16)
    assert keep_sign_off_clocks() == 1
