from uuid import uuid4

import pytest

from approvals.actions.sign_offs import request_sign_off, sign_off
from approvals.models import SignOff, StatementKind
from common.verdicts import Refused, Stale
from incidents.actions.facts import confirm_fact, post_fact
from incidents.actions.notes import post_note
from incidents.actions.rooms import change_room
from incidents.models import Incident, Severity, TimelineEntry
from tests.approvals.proofs import a_draft, a_signed_revision, an_asked_revision, ask, rewrite
from tests.cast import Cast, a_policy


def test_the_policies_turn_into_slots_that_wait(cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room)
    request = request_sign_off(statement, seen_sha=statement.current.sha256, by=cast.support)
    told = TimelineEntry.objects.get(type="sign_off.requested")

    assert [(slot.role, slot.position, slot.clock_at) for slot in request.slots.all()] == [
        ("comms", 1, told.clock_at),
        ("legal", 2, told.clock_at),
    ]
    assert (told.actor, told.refers_to, told.payload["roles"]) == (
        cast.support,
        statement.entry,
        ["comms", "legal"],
    )


def test_a_rise_in_severity_asks_one_more_desk_and_keeps_what_was_signed(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room)
    change_room(room, severity=Severity.SEV1, by=cast.lead)
    request = request_sign_off(revision.statement, seen_sha=revision.sha256, by=cast.lead)
    assert [slot.role for slot in request.slots.all()] == ["comms", "legal", "executive"]
    assert sign_off(revision, seen_sha=revision.sha256, by=cast.executive).entry.payload["complete"]


def test_asking_with_an_old_page_is_stale(cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room)
    old = statement.current.sha256
    rewrite(statement, "Newer words", by=cast.comms)
    with pytest.raises(Stale):
        request_sign_off(statement, seen_sha=old, by=cast.lead)


def test_what_goes_nowhere_is_not_put_before_anyone_but_a_line_to_take_is(cast: Cast, room: Incident) -> None:
    with pytest.raises(Refused, match="where this will go out"):
        an_asked_revision(cast, room, channels=[])
    assert an_asked_revision(cast, room, channels=[], kind=StatementKind.LINE).asked


def test_what_no_policy_covers_cannot_be_asked_for(cast: Cast, room: Incident) -> None:
    a_policy("Comms and legal")
    with pytest.raises(Refused, match="No sign-off policy"):
        an_asked_revision(cast, room)


def test_two_presses_ask_once(cast: Cast, room: Incident) -> None:
    statement, key = a_draft(cast, room), uuid4()
    sha = statement.current.sha256
    first = request_sign_off(statement, seen_sha=sha, by=cast.lead, key=key)
    assert request_sign_off(statement, seen_sha=sha, by=cast.lead, key=key) == first
    with pytest.raises(Refused, match="asked for already"):
        request_sign_off(statement, seen_sha=sha, by=cast.comms)


def test_a_sign_off_fills_the_desks_slot_and_remembers_the_facts(cast: Cast, room: Incident) -> None:
    known, claimed = (post_fact(room, text=text, by=cast.support) for text in ("He called.", "He is upset."))
    confirm_fact(known, by=cast.counsel)
    revision = an_asked_revision(cast, room, citing=[known, claimed])
    with pytest.raises(Refused, match=f"nobody has verified .{claimed.ref}."):
        sign_off(revision, seen_sha=revision.sha256, by=cast.counsel)
    signed = sign_off(revision, seen_sha=revision.sha256, acknowledged=True, by=cast.counsel)

    assert (signed.slot.role, signed.person, signed.sha256) == ("legal", cast.counsel, revision.sha256)
    assert signed.fact_states == {known.ref: "confirmed", claimed.ref: "unverified"}
    assert signed.entry.refers_to == revision.statement.entry
    assert (signed.entry.payload["role"], signed.entry.payload["complete"]) == ("legal", False)
    assert signed.entry.payload["acknowledged"] is True
    last = sign_off(revision, seen_sha=revision.sha256, acknowledged=True, by=cast.comms)
    assert last.entry.payload["complete"] is True


def test_a_sign_off_of_another_text_than_the_one_on_screen_is_stale(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    with pytest.raises(Stale):
        sign_off(revision, seen_sha="0" * 64, by=cast.counsel)
    ask(cast, rewrite(revision.statement, "Newer words", by=cast.lead).statement)
    with pytest.raises(Stale):
        sign_off(revision, seen_sha=revision.sha256, by=cast.counsel)
    with pytest.raises(Stale):
        sign_off(revision.statement.current, seen_sha=revision.sha256, by=cast.counsel)
    assert not SignOff.objects.exists()


def test_a_key_used_elsewhere_asks_for_nothing(cast: Cast, room: Incident) -> None:
    statement, key = a_draft(cast, room), uuid4()
    post_note(room, text="words", by=cast.lead, key=key)
    with pytest.raises(Refused, match="sent before"):
        request_sign_off(statement, seen_sha=statement.current.sha256, by=cast.lead, key=key)


def test_two_presses_sign_once(cast: Cast, room: Incident) -> None:
    revision, key = an_asked_revision(cast, room), uuid4()
    first = sign_off(revision, seen_sha=revision.sha256, by=cast.counsel, key=key)
    assert sign_off(revision, seen_sha=revision.sha256, by=cast.counsel, key=key) == first
    with pytest.raises(Refused, match="You have signed"):
        sign_off(revision, seen_sha=revision.sha256, by=cast.counsel)
    assert TimelineEntry.objects.filter(type="revision.signed").count() == 1


@pytest.mark.parametrize("who", ["lead", "support", "executive", "guest", "stranger"])
def test_who_was_not_asked_signs_nothing(cast: Cast, room: Incident, who: str) -> None:
    revision = an_asked_revision(cast, room)
    with pytest.raises(Refused):
        sign_off(revision, seen_sha=revision.sha256, by=getattr(cast, who))
    assert not SignOff.objects.exists()
    assert not TimelineEntry.objects.filter(type="revision.signed").exists()
