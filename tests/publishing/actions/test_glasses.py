"""Two people, a written reason, and a third who judges it afterwards."""

from uuid import uuid4

import pytest

from approvals.actions.reviews import request_changes
from approvals.models import Revision
from common.verdicts import Refused, Stale
from incidents.actions.facts import post_fact, refute_fact
from incidents.actions.participants import change_participant, remove_participant
from incidents.models import Incident, Role, Stream, TimelineEntry
from publishing import policy
from publishing.actions.glasses import open_glass, review_glass, second_glass
from publishing.actions.publications import publish
from publishing.models import AfterReview, BreakGlass, Publication, Second
from tests.approvals.proofs import a_draft, a_signed_revision, an_asked_revision, rewrite
from tests.cast import Cast, a_policy
from tests.publishing.glasses import REASON, broken, opened


def go_out(revision: Revision, cast: Cast) -> Publication:
    revision = Revision.objects.get(pk=revision.pk)
    return publish(revision, channel="x", url="", seen_sha=revision.sha256, by=cast.lead)


def told(kind: str) -> TimelineEntry:
    return TimelineEntry.objects.get(type=kind)


def test_two_people_let_out_what_nobody_has_signed(cast: Cast, room: Incident) -> None:
    revision = a_draft(cast, room).current
    with pytest.raises(Refused, match="not been asked for"):
        go_out(revision, cast)
    glass = broken(cast, revision)
    out = go_out(revision, cast)
    assert (out.break_glass, out.sha256) == (glass, revision.sha256)
    assert (out.entry.payload["glass"], out.entry.payload["roles"]) == (True, [])


def test_everyone_in_the_room_is_told_at_once_by_whom_and_why(cast: Cast, room: Incident) -> None:
    broken(cast, an_asked_revision(cast, room))
    said = told("glass.broken")
    assert (said.stream, said.actor) == (Stream.BRIEFING, cast.executive)
    assert said.payload["reason"] == REASON
    assert said.payload["opened_by"] == "Corporate communications"
    assert said.payload["missing"] == ["comms", "legal"]


def test_one_person_opens_and_nothing_goes_out_yet(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    opened(revision, by=cast.comms)
    assert (told("glass.opened").stream, told("glass.opened").refers_to) == (
        Stream.WORKING,
        revision.statement.entry,
    )
    with pytest.raises(Refused, match="Waiting for sign-off by Comms, Legal"):
        go_out(revision, cast)
    assert not TimelineEntry.objects.filter(type="glass.broken").exists()


def test_it_stands_for_an_objection(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room)
    request_changes(revision, reason="He denies it.", seen_sha=revision.sha256, by=cast.counsel)
    broken(cast, Revision.objects.get(pk=revision.pk))
    assert go_out(revision, cast).break_glass


def test_what_is_signed_needs_no_glass_and_claims_none(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room)
    with pytest.raises(Refused, match="Every desk has signed"):
        opened(revision, by=cast.comms)
    assert go_out(revision, cast).break_glass is None


@pytest.mark.parametrize("who", ["executive", "guest", "stranger"])
def test_only_who_holds_the_pen_begins(cast: Cast, room: Incident, who: str) -> None:
    with pytest.raises(Refused):
        opened(an_asked_revision(cast, room), by=getattr(cast, who))
    assert not BreakGlass.objects.exists()


@pytest.mark.parametrize("who", ["comms", "support", "guest", "stranger"])
def test_only_lead_executive_and_legal_are_the_second(cast: Cast, room: Incident, who: str) -> None:
    glass = opened(an_asked_revision(cast, room), by=cast.comms)
    with pytest.raises(Refused):
        second_glass(glass, seen_sha=glass.sha256, by=getattr(cast, who))
    assert not Second.objects.exists()


def test_nobody_is_both(cast: Cast, room: Incident) -> None:
    glass = opened(an_asked_revision(cast, room), by=cast.counsel)
    with pytest.raises(Refused, match="takes a second person"):
        second_glass(glass, seen_sha=glass.sha256, by=cast.counsel)


def test_two_authors_are_not_enough_and_one_is(cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room)
    revision = rewrite(statement, "Newer words.", by=cast.comms)
    glass = opened(revision, by=cast.comms)
    with pytest.raises(Refused, match="Both of you wrote part of this"):
        second_glass(glass, seen_sha=glass.sha256, by=cast.lead)
    assert second_glass(glass, seen_sha=glass.sha256, by=cast.counsel)


@pytest.mark.parametrize("reason", ["", "Because.", "x" * 19, "   x        x        "])
def test_a_reason_is_a_reason(cast: Cast, room: Incident, reason: str) -> None:
    revision = an_asked_revision(cast, room)
    with pytest.raises(Refused):
        open_glass(revision, reason=reason, seen_sha=revision.sha256, by=cast.comms)


def test_another_text_than_the_one_on_the_screen(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    with pytest.raises(Stale):
        open_glass(revision, reason=REASON, seen_sha="0" * 64, by=cast.comms)
    glass = opened(revision, by=cast.comms)
    rewrite(revision.statement, "Newer words.", by=cast.lead)
    with pytest.raises(Stale):
        second_glass(glass, seen_sha=revision.sha256, by=cast.counsel)
    assert not Second.objects.exists()


def test_it_is_for_one_revision_and_dies_with_it(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    broken(cast, revision)
    newer = rewrite(revision.statement, "Newer words.", by=cast.lead)
    with pytest.raises(Refused, match="not been asked for"):
        go_out(newer, cast)


def test_a_refuted_fact_stops_it_before_and_after(cast: Cast, room: Incident) -> None:
    fact = post_fact(room, text="He was paid.", by=cast.support)
    revision = an_asked_revision(cast, room, citing=[fact])
    glass = broken(cast, revision)
    assert glass.seconded
    refute_fact(fact, by=cast.counsel)
    with pytest.raises(Refused, match=f"refuted .{fact.ref}."):
        go_out(revision, cast)
    other = an_asked_revision(cast, room, title="Another")
    assert opened(other, by=cast.comms)


def test_where_no_policy_applies_no_glass_helps(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    a_policy("Comms and legal")
    with pytest.raises(Refused, match="No sign-off policy covers"):
        opened(revision, by=cast.comms)


def test_nor_on_a_channel_it_was_not_meant_for(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    broken(cast, revision)
    with pytest.raises(Refused, match="not signed for Press"):
        publish(revision, channel="press", url="", seen_sha=revision.sha256, by=cast.lead)


@pytest.mark.parametrize("name", ["comms", "executive"])
def test_it_holds_while_both_have_their_place(cast: Cast, room: Incident, name: str) -> None:
    revision = an_asked_revision(cast, room)
    broken(cast, revision)
    assert policy.release(Revision.objects.get(pk=revision.pk))
    remove_participant(room.participants.get(person__username=name), by=cast.lead)
    with pytest.raises(Refused, match="Waiting for sign-off"):
        go_out(revision, cast)


def test_a_second_who_moved_to_another_desk_does_not_count(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    broken(cast, revision)
    place = room.participants.get(person=cast.executive)
    change_participant(place, role=Role.SUPPORT, is_cleared=False, by=cast.lead)
    with pytest.raises(Refused, match="Waiting for sign-off"):
        go_out(revision, cast)


def test_two_presses_are_one(cast: Cast, room: Incident) -> None:
    revision, keys = an_asked_revision(cast, room), [uuid4(), uuid4(), uuid4()]
    sha = revision.sha256
    for _ in range(2):
        glass = open_glass(revision, reason=REASON, seen_sha=sha, by=cast.comms, key=keys[0])
    for _ in range(2):
        second_glass(glass, seen_sha=sha, by=cast.executive, key=keys[1])
    for _ in range(2):
        review_glass(glass, text="It was right.", by=cast.counsel, key=keys[2])
    assert [model.objects.count() for model in (BreakGlass, Second, AfterReview)] == [1, 1, 1]


def test_a_third_reviews_it_afterwards_and_only_once(cast: Cast, room: Incident) -> None:
    glass = broken(cast, an_asked_revision(cast, room))
    assert BreakGlass.objects.unreviewed().get() == glass
    review_glass(glass, text="It was right.", by=cast.counsel)
    assert (told("glass.reviewed").stream, told("glass.reviewed").payload["text"]) == (
        Stream.WORKING,
        "It was right.",
    )
    assert not BreakGlass.objects.unreviewed().exists()
    with pytest.raises(Refused, match="has reviewed this"):
        review_glass(glass, text="It was wrong.", by=cast.legal)


@pytest.mark.parametrize("who", ["lead", "comms", "executive", "guest", "stranger"])
def test_not_the_two_nor_an_author_nor_who_only_watches(cast: Cast, room: Incident, who: str) -> None:
    glass = broken(cast, an_asked_revision(cast, room))
    with pytest.raises(Refused):
        review_glass(glass, text="It was right.", by=getattr(cast, who))
    assert not AfterReview.objects.exists()


def test_nothing_is_reviewed_before_it_is_broken(cast: Cast, room: Incident) -> None:
    glass = opened(an_asked_revision(cast, room), by=cast.comms)
    with pytest.raises(Refused, match="has not been broken"):
        review_glass(glass, text="It was right.", by=cast.counsel)
