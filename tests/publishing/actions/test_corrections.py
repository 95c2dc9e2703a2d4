"""A fact refuted after words went out: they are flagged for everyone, and a correction waits as a draft."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from approvals.actions.sign_offs import request_sign_off, sign_off
from approvals.models import Revision, Statement, StatementState
from common.verdicts import Refused
from incidents.actions.entries import strike_entry
from incidents.actions.facts import confirm_fact, post_fact, refute_fact
from incidents.actions.notes import post_note
from incidents.models import Fact, Incident, Stream, TimelineEntry
from publishing.actions.lines import use_line
from publishing.actions.publications import publish
from publishing.models import Flag, LineUse, Publication
from reporting.figures import figures
from tests.approvals.proofs import a_draft, a_signed_revision, rewrite
from tests.cast import Cast, a_room
from tests.publishing.lines import a_line
from workspace.briefing import brief
from workspace.desk import desk_of


@pytest.fixture
def fact(cast: Cast, room: Incident) -> Fact:
    return post_fact(room, text="He was paid.", by=cast.support)


def out(cast: Cast, room: Incident, *channels: str, **fields: Any) -> Revision:
    revision = a_signed_revision(cast, room, **fields)
    for channel in channels:
        publish(revision, channel=channel, url="", seen_sha=revision.sha256, by=cast.lead)
    return revision


def test_what_went_out_is_flagged_and_a_correction_opens(cast: Cast, room: Incident, fact: Fact) -> None:
    revision = out(cast, room, "x", "forum", citing=[fact], strands=[])
    refuted = refute_fact(fact, by=cast.counsel)

    assert {flag.cause for flag in Flag.objects.all()} == {refuted}
    assert {flag.publication.channel for flag in Flag.objects.all()} == {"x", "forum"}
    correction = revision.statement.corrections.get()
    assert (correction.title, correction.kind, correction.corrects) == (
        "Correction: First answer",
        "post",
        revision.statement,
    )
    assert correction.current.channels == ["forum", "x"]
    assert correction.state == StatementState.DRAFT
    assert correction.entry.type == "correction.opened"
    assert (correction.entry.actor, correction.entry.stream) == (None, Stream.WORKING)


def test_everyone_is_told_and_nobody_of_the_fact(cast: Cast, room: Incident, fact: Fact) -> None:
    out(cast, room, "x", citing=[fact])
    refute_fact(fact, by=cast.counsel)
    told = TimelineEntry.objects.get(type="publication.flagged")
    assert (told.stream, told.refers_to) == (Stream.BRIEFING, Publication.objects.get().entry)
    assert fact.text not in str(told.payload)
    assert fact.ref not in str(told.payload)
    for who in ("guest", "executive", "comms"):
        person = getattr(cast, who)
        place = room.participant(person)
        assert place is not None
        (shown,) = desk_of(person, place, room).went_out
        assert shown.flagged_at == told.clock_at
        assert brief(person, place, room).said[0].flagged_at == told.clock_at
    assert figures(room).flagged == 1


@pytest.mark.parametrize("channels", [["x"], ["forum"]])
def test_it_opens_where_the_words_went_out(
    cast: Cast, room: Incident, fact: Fact, channels: list[str]
) -> None:
    revision = out(cast, room, *channels, citing=[fact])
    refute_fact(fact, by=cast.counsel)
    assert revision.statement.corrections.get().current.channels == channels


def test_what_rests_on_something_else_or_is_not_out_is_left_alone(
    cast: Cast, room: Incident, fact: Fact
) -> None:
    out(cast, room, "x")
    a_signed_revision(cast, room, citing=[fact])
    confirmed = post_fact(room, text="He called.", by=cast.support)
    out(cast, room, "x", citing=[confirmed])
    confirm_fact(confirmed, by=cast.counsel)
    refute_fact(fact, by=cast.counsel)
    assert not Flag.objects.exists()
    assert not Statement.objects.exclude(corrects=None).exists()
    assert figures(room).flagged == 0


def test_one_correction_waits_at_a_time_and_each_fact_is_flagged_once(
    cast: Cast, room: Incident, fact: Fact
) -> None:
    other = post_fact(room, text="He called.", by=cast.support)
    revision = out(cast, room, "x", citing=[fact, other])
    for each in (fact, other):
        refute_fact(each, by=cast.counsel)
    confirm_fact(fact, by=cast.counsel)
    refute_fact(fact, by=cast.counsel)
    strike_entry(fact.entry, reason="Never said.", by=cast.support)
    assert {flag.cause.refers_to_id for flag in Flag.objects.all()} == {fact.pk, other.pk}
    assert TimelineEntry.objects.filter(type="publication.flagged").count() == Flag.objects.count() == 2
    assert revision.statement.corrections.count() == figures(room).flagged == 1
    with pytest.raises(DatabaseError, match="earlier correction has not gone out"), transaction.atomic():
        Statement.objects.create(
            incident=room, title="Another", kind="post", corrects=revision.statement,
            created_by=cast.lead, created_at=room.now(),
        )  # fmt: skip


def correct(cast: Cast, statement: Statement, **fields: Any) -> Revision:
    """The correction of `statement` that waits, signed and sent out on X."""
    correction = statement.corrections.latest("pk")
    revision = rewrite(correction, "That was not so.", by=cast.lead, channels=["x"], **fields)
    request_sign_off(correction, seen_sha=revision.sha256, by=cast.lead)
    sign_off(revision, seen_sha=revision.sha256, acknowledged=True, by=cast.counsel)
    publish(revision, channel="x", url="https://x.example/2", seen_sha=revision.sha256, by=cast.lead)
    return revision


def test_after_a_correction_is_out_the_next_fact_opens_another(
    cast: Cast, room: Incident, fact: Fact
) -> None:
    other = post_fact(room, text="He called.", by=cast.support)
    statement = out(cast, room, "x", "forum", citing=[fact, other]).statement
    refute_fact(fact, by=cast.counsel)
    correct(cast, statement)
    refute_fact(other, by=cast.counsel)
    first, second = statement.corrections.order_by("pk")
    assert (first.title, second.title) == ("Correction: First answer", "Correction 2: First answer")
    assert second.current.channels == ["forum", "x"]
    assert Statement.objects.get(pk=statement.pk).correction == second
    assert correct(cast, statement).statement == second
    assert Publication.objects.filter(statement=second).exists()


def test_a_correction_that_is_wrong_itself_is_corrected(cast: Cast, room: Incident, fact: Fact) -> None:
    other = post_fact(room, text="He called.", by=cast.support)
    statement = out(cast, room, "x", citing=[fact, other]).statement
    refute_fact(fact, by=cast.counsel)
    correction = correct(cast, statement, citations=[other]).statement
    refute_fact(other, by=cast.counsel)
    # Both are wrong now; what takes back the later words takes back the earlier ones, too.
    assert statement.corrections.count() == 1
    assert correction.corrections.get().current.channels == ["x"]
    assert correct(cast, correction)
    # And words that were simply wrong are written anew and go out again, as a correction.
    again = rewrite(correction, "Nor was that.", by=cast.lead, channels=["x"], citations=[])
    request_sign_off(correction, seen_sha=again.sha256, by=cast.lead)
    sign_off(again, seen_sha=again.sha256, by=cast.counsel)
    assert publish(again, channel="x", url="", seen_sha=again.sha256, by=cast.lead)


def said_by(person: Any, line: Revision, channel: str = "x") -> LineUse:
    link = {"url": "https://x.example/9", "said": line.text, "seen_sha": line.sha256}
    return use_line(line, channel=channel, by=person, **link)


def test_a_line_that_was_said_is_flagged_and_corrected_where_it_was(
    cast: Cast, room: Incident, fact: Fact
) -> None:
    line = a_line(cast, room, citing=[fact])
    a_line(cast, room, citing=[fact], title="Nobody said it")
    used = [said_by(cast.support, line, "x"), said_by(cast.comms, line, "x")]
    refuted = refute_fact(fact, by=cast.counsel)

    assert {(flag.line_use, flag.cause) for flag in Flag.objects.all()} == {(use, refuted) for use in used}
    told = TimelineEntry.objects.filter(type="publication.flagged")
    assert {(each.stream, each.refers_to) for each in told} == {(Stream.BRIEFING, use.entry) for use in used}
    correction = line.statement.corrections.get()
    assert (correction.kind, correction.current.channels) == ("line", ["x"])
    assert Statement.objects.exclude(corrects=None).get() == correction
    assert (figures(room).lines_used, figures(room).lines_flagged, figures(room).flagged) == (2, 2, 0)
    first = correction.current
    request_sign_off(correction, seen_sha=first.sha256, by=cast.lead)
    sign_off(first, seen_sha=first.sha256, by=cast.counsel)
    assert publish(first, channel="x", url="https://x.example/2", seen_sha=first.sha256, by=cast.lead)


def test_the_correction_of_a_line_is_no_line_for_elsewhere(cast: Cast, room: Incident, fact: Fact) -> None:
    """It asks for fewer signatures: with a date and speakers it would be a short way to every channel."""
    line = a_line(cast, room, citing=[fact])
    said_by(cast.support, line)
    refute_fact(fact, by=cast.counsel)
    correction = line.statement.corrections.get()
    given = {"valid_until": room.now() + timedelta(hours=1), "spokespeople": [cast.support.pk]}
    revision = rewrite(correction, "Not so.", by=cast.lead, channels=["x", "email"], **given)
    request_sign_off(correction, seen_sha=revision.sha256, by=cast.lead)
    sign_off(revision, seen_sha=revision.sha256, by=cast.counsel)
    with pytest.raises(Refused, match="has to be corrected there"):
        said_by(cast.support, revision, "email")
    note = post_note(room, text="by hand", by=cast.lead)
    with pytest.raises(DatabaseError, match="nothing to correct"), transaction.atomic():
        LineUse.objects.create(
            revision=revision, person=cast.support, entry=note, clock_at=room.now(), channel="email",
            said=revision.text, sha256=revision.sha256,
        )  # fmt: skip
    assert said_by(cast.support, revision, "x")


def test_a_flag_is_on_one_thing(cast: Cast, room: Incident, fact: Fact) -> None:
    used = said_by(cast.support, a_line(cast, room, citing=[fact]))
    out(cast, room, "x", citing=[fact])
    refuted = refute_fact(fact, by=cast.counsel)
    note = post_note(room, text="by hand", by=cast.lead)
    both = {"publication": Publication.objects.get(), "line_use": used}
    for wrong, match in ((both, "a_flag_is_on_one_thing"), ({"line_use": used}, "one_flag_per_use")):
        with pytest.raises(DatabaseError, match=match), transaction.atomic():
            Flag.objects.create(**wrong, cause=refuted, entry=note, clock_at=note.clock_at)


def test_words_overtaken_since_are_flagged_too(cast: Cast, room: Incident, fact: Fact) -> None:
    revision = out(cast, room, "x", citing=[fact])
    rewrite(revision.statement, "Words that do not say so", by=cast.lead, citations=[])
    refute_fact(fact, by=cast.counsel)
    assert Flag.objects.get().publication.revision == revision


def test_who_refuted_the_fact_can_sign_the_correction(cast: Cast, room: Incident, fact: Fact) -> None:
    statement = out(cast, room, "x", citing=[fact]).statement
    refute_fact(fact, by=cast.counsel)
    correction = statement.corrections.get()
    first = correction.current
    assert first.author == cast.lead
    request_sign_off(correction, seen_sha=first.sha256, by=cast.lead)
    sign_off(first, seen_sha=first.sha256, by=cast.counsel)  # the shorter policy of corrections
    with pytest.raises(Refused):
        sign_off(first, seen_sha=first.sha256, by=cast.lead)
    assert publish(first, channel="x", url="", seen_sha=first.sha256, by=cast.lead)


def test_a_correction_of_what_need_not_be_corrected_stays_in(cast: Cast, room: Incident, fact: Fact) -> None:
    """Made by hand, to be held to the fewer signatures of a correction."""
    statement = out(cast, room, "x", citing=[fact]).statement
    correction = a_draft(cast, room)
    revision = correction.current
    made = Statement.objects.create(
        incident=room, title="By hand", kind="post", corrects=statement,
        created_by=cast.lead, created_at=room.now(), entry=post_note(room, text="by hand", by=cast.lead),
    )  # fmt: skip
    revision = Revision.objects.create(
        statement=made, number=1, entry=post_note(room, text="by hand, too", by=cast.lead), text=revision.text,
        channels=revision.channels, language=revision.language, sha256=revision.sha256, author=cast.lead,
        created_at=revision.created_at, clock_at=revision.clock_at,
    )  # fmt: skip
    request_sign_off(made, seen_sha=revision.sha256, by=cast.lead)
    sign_off(revision, seen_sha=revision.sha256, by=cast.counsel)
    with pytest.raises(Refused, match="Nothing that went out"):
        publish(revision, channel="x", url="", seen_sha=revision.sha256, by=cast.lead)


def test_a_correction_is_of_the_room_and_kind_of_what_it_corrects(cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room)
    for fields in ({"incident": a_room(cast), "kind": "post"}, {"incident": room, "kind": "letter"}):
        with pytest.raises(DatabaseError, match="of the room and the kind"), transaction.atomic():
            Statement.objects.create(
                title="By hand", corrects=statement, created_by=cast.lead, created_at=room.now(), **fields
            )
    other = a_draft(cast, room)
    with pytest.raises(DatabaseError, match="keeps its room and its kind"), transaction.atomic():
        Statement.objects.filter(pk=other.pk).update(corrects=statement)


def test_a_flag_needs_a_fact_that_was_taken_back(cast: Cast, room: Incident, fact: Fact) -> None:
    out(cast, room, "x", citing=[fact])
    note = post_note(room, text="by hand", by=cast.lead)
    with pytest.raises(DatabaseError, match="was refuted there"), transaction.atomic():
        Flag.objects.create(
            publication=Publication.objects.get(), cause=note, entry=note, clock_at=note.clock_at
        )


def test_a_long_title_is_cut_and_refuting_never_fails_for_it(cast: Cast, room: Incident, fact: Fact) -> None:
    statement = out(cast, room, "x", citing=[fact], title="t" * 200, language="ko").statement
    refute_fact(fact, by=cast.counsel)
    assert len(statement.corrections.get().title) == 200


def test_it_opens_though_its_author_has_left(cast: Cast, room: Incident, fact: Fact) -> None:
    statement = out(cast, room, "x", citing=[fact], by=cast.support).statement
    place = room.participant(cast.support)
    assert place is not None
    room.participants.filter(pk=place.pk).update(removed_at=room.now())
    refute_fact(fact, by=cast.counsel)
    assert statement.corrections.get().created_by == cast.support


def test_a_correction_speaks_only_where_something_has_to_be_corrected(
    cast: Cast, room: Incident, fact: Fact
) -> None:
    """It asks for fewer signatures, and is no short way to the press."""
    statement = out(cast, room, "x", citing=[fact]).statement
    refute_fact(fact, by=cast.counsel)
    correction = statement.corrections.get()
    revision = rewrite(correction, "And now to everybody.", by=cast.lead, channels=["x", "press"])
    request_sign_off(correction, seen_sha=revision.sha256, by=cast.lead)
    sign_off(revision, seen_sha=revision.sha256, by=cast.counsel)
    sent = {"url": "https://example.com/", "seen_sha": revision.sha256, "by": cast.lead}
    with pytest.raises(Refused, match="has to be corrected there"):
        publish(revision, channel="press", **sent)
    assert publish(revision, channel="x", **sent)
