from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import User
from approvals.actions.absences import begin_absence, end_absence
from approvals.actions.reminders import keep_sign_off_clocks
from approvals.actions.sign_offs import sign_off
from approvals.models import Absence, Demand, Handover, Reason
from common.verdicts import Refused
from incidents.actions.notes import post_note
from incidents.models import Incident
from tests.approvals.proofs import a_draft, an_asked_revision, ask, rewrite
from tests.cast import Cast, a_policy


def away(person: User, deputy: User, *, from_hours: float = -1, to_hours: float = 5) -> Absence:
    now = timezone.now()
    return begin_absence(
        deputy=deputy,
        starts_at=now + timedelta(hours=from_hours),
        ends_at=now + timedelta(hours=to_hours),
        by=person,
    )


def deputies() -> set[tuple[str, str]]:
    return {(handover.slot.role, handover.to.username) for handover in Handover.objects.all()}


def test_a_deputy_is_asked_together_with_who_is_away(cast: Cast, room: Incident) -> None:
    away(cast.counsel, cast.support)
    revision = an_asked_revision(cast, room)
    assert deputies() == {("legal", "support")}
    assert room.entries.get(type="slot.delegated").payload["cause"] == "absent"
    sign_off(revision, seen_sha=revision.sha256, by=cast.support)


def test_who_leaves_while_it_waits_is_stood_in_for_within_one_round(cast: Cast, room: Incident) -> None:
    an_asked_revision(cast, room)
    away(cast.comms, cast.support)
    assert deputies() == set()
    assert keep_sign_off_clocks() == 1
    assert deputies() == {("comms", "support")}
    assert keep_sign_off_clocks() == 0


@pytest.mark.parametrize("hours", [(-5, -1), (1, 5)])
def test_before_and_after_nobody_stands_in(cast: Cast, room: Incident, hours: tuple[int, int]) -> None:
    now = timezone.now()
    Absence.objects.create(
        person=cast.counsel,
        deputy=cast.support,
        starts_at=now + timedelta(hours=hours[0]),
        ends_at=now + timedelta(hours=hours[1]),
    )
    an_asked_revision(cast, room)
    keep_sign_off_clocks()
    assert deputies() == set()


def test_back_early_nobody_stands_in(cast: Cast, room: Incident) -> None:
    away(cast.counsel, cast.support)
    end_absence(by=cast.counsel)
    an_asked_revision(cast, room)
    keep_sign_off_clocks()
    assert deputies() == set()


@pytest.mark.parametrize("deputy", ["lead", "guest", "stranger"])
def test_an_author_a_guest_and_a_stranger_do_not_stand_in(cast: Cast, room: Incident, deputy: str) -> None:
    away(cast.counsel, getattr(cast, deputy))
    revision = an_asked_revision(cast, room)
    keep_sign_off_clocks()
    assert deputies() == set()
    with pytest.raises(Refused):
        sign_off(revision, seen_sha=revision.sha256, by=getattr(cast, deputy))


def test_a_deputy_who_is_the_author_signs_nothing_of_theirs(cast: Cast, room: Incident) -> None:
    away(cast.counsel, cast.support)
    revision = ask(cast, a_draft(cast, room, by=cast.support))
    assert deputies() == set()
    with pytest.raises(Refused):
        sign_off(revision, seen_sha=revision.sha256, by=cast.support)


def test_nobody_is_their_own_deputy_or_away_backwards(cast: Cast) -> None:
    with pytest.raises(Refused, match="Somebody else"):
        away(cast.counsel, cast.counsel)
    with pytest.raises(Refused, match="ends after"):
        away(cast.counsel, cast.support, to_hours=-2)
    User.objects.filter(pk=cast.support.pk).update(is_active=False)
    cast.support.refresh_from_db()
    with pytest.raises(Refused, match="no longer active"):
        away(cast.counsel, cast.support)
    assert not Absence.objects.exists()


def test_a_new_absence_ends_the_one_before(cast: Cast) -> None:
    first = away(cast.counsel, cast.support)
    second = away(cast.counsel, cast.legal)
    assert list(Absence.objects.in_force()) == [second]
    first.refresh_from_db()
    assert first.ended_at


def test_an_absence_is_only_ended_and_once(cast: Cast) -> None:
    absence = away(cast.counsel, cast.support)
    for change in ({"deputy": cast.comms}, {"ends_at": timezone.now()}, {"person": cast.comms}):
        with pytest.raises(DatabaseError, match="only ever ended"), transaction.atomic():
            Absence.objects.update(**change)
    end_absence(by=cast.counsel)
    with pytest.raises(DatabaseError, match="only ever ended"), transaction.atomic():
        Absence.objects.update(ended_at=None)
    with pytest.raises(DatabaseError, match="not deleted"), transaction.atomic():
        Absence.objects.filter(pk=absence.pk).delete()


def test_whoever_wrote_it_sends_nobody_in_their_place(cast: Cast, room: Incident) -> None:
    """Or the author would choose who signs. The desk's other lawyer, away, may."""
    draft = a_draft(cast, room)
    rewrite(draft, "Counsel's own words.", by=cast.counsel)
    away(cast.counsel, cast.support)
    revision = ask(cast, draft)
    keep_sign_off_clocks()
    assert deputies() == set()
    slot = next(each for each in revision.slots if each.role == "legal")
    entry = post_note(room, text="by hand", by=cast.lead)
    with pytest.raises(DatabaseError, match="could fill it"), transaction.atomic():
        Handover.objects.create(
            slot=slot, to=cast.support, reason=Reason.ABSENT, entry=entry, clock_at=entry.clock_at
        )
    away(cast.legal, cast.executive)
    keep_sign_off_clocks()
    assert deputies() == {("legal", "executive")}


def test_whoever_has_signed_steers_no_second_slot(cast: Cast, room: Incident) -> None:
    a_policy("Comms and legal", asks=[Demand("legal", (), count=2)])
    revision = an_asked_revision(cast, room)
    sign_off(revision, seen_sha=revision.sha256, by=cast.counsel)
    away(cast.counsel, cast.support)
    keep_sign_off_clocks()
    assert deputies() == set()
    away(cast.legal, cast.support)
    keep_sign_off_clocks()
    assert deputies() == {("legal", "support")}
