"""A refuted fact takes the sign-offs with it, in the commit that refutes it, and they never come back."""

import pytest
from django.db import DatabaseError, transaction

from approvals import policy
from approvals.actions.reviews import comment
from approvals.actions.sign_offs import request_sign_off, sign_off
from approvals.models import Lapse, Revision, SignOff, Statement, StatementState
from approvals.taken_back import taken_back_among
from common.verdicts import Refused
from incidents.actions.entries import strike_entry
from incidents.actions.facts import confirm_fact, post_fact, refute_fact
from incidents.actions.rooms import change_room
from incidents.models import Fact, Incident, Severity, Stream, TimelineEntry
from publishing.actions.publications import publish
from tests.approvals.proofs import a_signed_revision, an_asked_revision, ask, rewrite
from tests.cast import Cast, a_room


@pytest.fixture
def fact(cast: Cast, room: Incident) -> Fact:
    return post_fact(room, text="He was paid.", by=cast.support)


def again(revision: Revision) -> Revision:
    return Revision.objects.get(pk=revision.pk)


def withdrawn() -> list[TimelineEntry]:
    return list(TimelineEntry.objects.filter(type="sign_off.withdrawn"))


def test_refuting_a_fact_takes_back_every_sign_off_that_rests_on_it(
    cast: Cast, room: Incident, fact: Fact
) -> None:
    first, second = (a_signed_revision(cast, room, citing=[fact], title=title) for title in ("One", "Two"))
    other = a_signed_revision(cast, room, title="Three")
    refuted = refute_fact(fact, by=cast.counsel)

    for revision in map(again, (first, second)):
        assert revision.state == StatementState.TAKEN_BACK
        assert [slot.signed for slot in revision.slots] == [None, None]
        assert {slot.withdrawn.person for slot in revision.slots if slot.withdrawn} == {
            cast.comms,
            cast.counsel,
        }
    assert again(other).state == StatementState.SIGNED
    assert {lapse.entry for lapse in Lapse.objects.all()} == {refuted}
    assert [(told.payload["title"], told.payload["roles"], told.payload["fact"]) for told in withdrawn()] == [
        ("One", ["comms", "legal"], fact.ref),
        ("Two", ["comms", "legal"], fact.ref),
    ]
    told = withdrawn()[0]
    assert (told.stream, told.actor, told.refers_to) == (Stream.WORKING, None, first.statement.entry)


def test_striking_the_fact_does_the_same(cast: Cast, room: Incident, fact: Fact) -> None:
    revision = a_signed_revision(cast, room, citing=[fact])
    strike_entry(fact.entry, reason="Another man.", by=cast.support)
    assert Lapse.objects.count() == 2
    assert again(revision).state == StatementState.TAKEN_BACK


def test_confirming_a_fact_takes_nothing_back(cast: Cast, room: Incident, fact: Fact) -> None:
    revision = a_signed_revision(cast, room, citing=[fact])
    confirm_fact(fact, by=cast.support)
    assert not Lapse.objects.exists()
    assert again(revision).state == StatementState.SIGNED
    assert publish(revision, channel="x", url="", seen_sha=revision.sha256, by=cast.lead)


def test_what_is_struck_or_refuted_and_cited_by_nobody_takes_nothing_back(
    cast: Cast, room: Incident, fact: Fact
) -> None:
    a_signed_revision(cast, room)
    refute_fact(fact, by=cast.counsel)
    strike_entry(fact.entry, reason="Another man.", by=cast.support)
    assert withdrawn() == []


def test_a_draft_that_nobody_signed_loses_nothing(cast: Cast, room: Incident, fact: Fact) -> None:
    an_asked_revision(cast, room, citing=[fact])
    refute_fact(fact, by=cast.counsel)
    assert withdrawn() == []


def test_an_overtaken_revision_keeps_the_sign_offs_it_left_behind(
    cast: Cast, room: Incident, fact: Fact
) -> None:
    statement = a_signed_revision(cast, room, citing=[fact]).statement
    rewrite(statement, "Words that do not say so", by=cast.lead, citations=[])
    refute_fact(fact, by=cast.counsel)
    assert withdrawn() == []


def test_a_fact_confirmed_later_brings_no_sign_off_back(cast: Cast, room: Incident, fact: Fact) -> None:
    revision = a_signed_revision(cast, room, citing=[fact])
    refute_fact(fact, by=cast.counsel)
    confirm_fact(fact, by=cast.counsel)

    assert again(revision).state == StatementState.TAKEN_BACK
    with pytest.raises(Refused, match="refuted after Comms, Legal had signed"):
        publish(revision, channel="x", url="", seen_sha=revision.sha256, by=cast.lead)
    for person in (cast.comms, cast.counsel, cast.legal):
        with pytest.raises(Refused, match="Save the text again"):
            sign_off(revision, seen_sha=revision.sha256, by=person)
    with pytest.raises(Refused, match="Save the text again"):
        request_sign_off(revision.statement, seen_sha=revision.sha256, by=cast.lead)


def test_the_same_words_saved_again_are_put_before_the_desks_anew(
    cast: Cast, room: Incident, fact: Fact
) -> None:
    statement = a_signed_revision(cast, room, citing=[fact]).statement
    refute_fact(fact, by=cast.counsel)
    confirm_fact(fact, by=cast.counsel)
    saved = rewrite(statement, statement.current.text, by=cast.lead)
    assert (saved.number, saved.sha256) == (2, statement.revisions.get(number=1).sha256)
    told = TimelineEntry.objects.get(type="revision.saved")
    assert told.payload["voided"] == 0  # they were gone before

    ask(cast, statement)
    for person in (cast.comms, cast.counsel):
        sign_off(saved, seen_sha=saved.sha256, by=person)
    assert publish(again(saved), channel="x", url="", seen_sha=saved.sha256, by=cast.lead)


def test_a_half_signed_revision_is_not_completed_once_the_fact_holds_again(
    cast: Cast, room: Incident, fact: Fact
) -> None:
    revision = an_asked_revision(cast, room, citing=[fact])
    sign_off(revision, seen_sha=revision.sha256, acknowledged=True, by=cast.counsel)
    refute_fact(fact, by=cast.counsel)
    confirm_fact(fact, by=cast.counsel)
    with pytest.raises(Refused, match="refuted after Legal had signed"):
        sign_off(again(revision), seen_sha=revision.sha256, by=cast.comms)


def test_a_fact_refuted_twice_takes_a_sign_off_back_once(cast: Cast, room: Incident, fact: Fact) -> None:
    a_signed_revision(cast, room, citing=[fact])
    refute_fact(fact, by=cast.counsel)
    confirm_fact(fact, by=cast.counsel)
    refute_fact(fact, by=cast.counsel)
    assert (Lapse.objects.count(), len(withdrawn())) == (2, 1)


def test_it_lies_on_the_desk_of_whoever_writes(cast: Cast, room: Incident, fact: Fact) -> None:
    revision = a_signed_revision(cast, room, citing=[fact])
    assert taken_back_among(Statement.objects.told()) == []
    refuted = refute_fact(fact, by=cast.counsel)
    (taken,) = taken_back_among(Statement.objects.told())
    assert (taken.revision, len(taken.slots), taken.since) == (revision, 2, refuted.clock_at)
    rewrite(revision.statement, "Words that do not say so", by=cast.lead, citations=[])
    assert taken_back_among(Statement.objects.told()) == []


def test_the_no_names_the_fact_while_it_is_refuted(cast: Cast, room: Incident, fact: Fact) -> None:
    revision = a_signed_revision(cast, room, citing=[fact])
    refute_fact(fact, by=cast.counsel)
    assert fact.ref in str(policy.release(again(revision)).reason)


@pytest.mark.parametrize("what", ["another fact", "a note about it", "another room"])
def test_a_lapse_needs_a_fact_that_was_taken_back(cast: Cast, room: Incident, fact: Fact, what: str) -> None:
    revision = a_signed_revision(cast, room, citing=[fact])
    elsewhere = a_room(cast) if what == "another room" else room
    if what == "a note about it":
        entry = confirm_fact(fact, by=cast.support)
    else:
        entry = refute_fact(post_fact(elsewhere, text="He called.", by=cast.support), by=cast.support)
    with pytest.raises(DatabaseError, match="was refuted there"), transaction.atomic():
        Lapse.objects.create(
            sign_off=SignOff.objects.filter(revision=revision).first(), entry=entry, clock_at=entry.clock_at
        )
    assert again(revision).state == StatementState.SIGNED


def test_a_rise_in_severity_does_not_mend_it(cast: Cast, room: Incident, fact: Fact) -> None:
    revision = a_signed_revision(cast, room, citing=[fact])
    refute_fact(fact, by=cast.counsel)
    confirm_fact(fact, by=cast.counsel)
    change_room(room, severity=Severity.SEV1, by=cast.lead)
    comment(revision, text="Still wrong.", by=cast.support)
    with pytest.raises(Refused, match="Save the text again"):
        request_sign_off(revision.statement, seen_sha=revision.sha256, by=cast.lead)
