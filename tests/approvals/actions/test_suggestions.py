from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from accounts.models import User
from approvals.actions.resolutions import reopen, resolve
from approvals.actions.reviews import advise, comment
from approvals.actions.sign_offs import sign_off
from approvals.actions.suggestions import accept_suggestion, reject_suggestion
from approvals.models import Demand, Resolution, Review, Revision, SignOff, Statement
from common.verdicts import Refused, Stale
from incidents.actions.facts import post_fact, refute_fact
from incidents.actions.notes import post_note
from incidents.models import Incident
from tests.approvals.proofs import a_draft, a_signed_revision, an_asked_revision, ask, rewrite
from tests.cast import Cast, a_policy

TEXT = "We are talking to him. He will stop."


def suggest(cast: Cast, revision: Revision, quote: str, replacement: str, **fields: Any) -> Review:
    wanted = {"text": "Better so.", "by": cast.counsel, "position": revision.text.index(quote)}
    return comment(revision, quote=quote, replacement=replacement, **(wanted | fields))


def accept(cast: Cast, review: Review, **fields: Any) -> Resolution:
    current = review.revision.statement.current
    return accept_suggestion(review, **({"seen_sha": current.sha256, "by": cast.lead} | fields))


def test_accepted_words_stand_in_a_new_revision(cast: Cast, room: Incident) -> None:
    fact = post_fact(room, text="He called.", by=cast.support)
    revision = an_asked_revision(cast, room, text=TEXT, citing=[fact])
    review = suggest(cast, revision, "will stop", "has agreed to stop")
    accept(cast, review)

    current = revision.statement.current
    assert (current.number, current.text) == (2, "We are talking to him. He has agreed to stop.")
    assert (current.author, current.note) == (cast.lead, "As Associate General Counsel suggested")
    assert current.channels == revision.channels
    assert [cited.fact for cited in current.citations.all()] == [fact]
    assert not Review.objects.get().is_open


def test_it_voids_what_was_signed(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room, text=TEXT)
    accept(cast, suggest(cast, revision, "talking", "writing"))
    assert SignOff.objects.filter(revision=revision).count() == 2
    assert not revision.statement.current.sign_offs.exists()


def test_whoever_accepts_becomes_an_author_and_who_suggested_does_not(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room, text=TEXT)
    accept(cast, suggest(cast, revision, "talking", "writing"), by=cast.comms)
    assert set(revision.statement.author_ids) == {cast.lead.pk, cast.comms.pk}


def test_it_is_put_where_the_passage_stands_now(cast: Cast, room: Incident) -> None:
    revision = a_draft(cast, room, text=TEXT).current
    review = suggest(cast, revision, "will stop", "has agreed to stop")
    rewrite(revision.statement, "This is new. We are writing to him. He will stop.", by=cast.comms)
    accept(cast, review)
    assert revision.statement.current.text == "This is new. We are writing to him. He has agreed to stop."


def test_what_is_gone_cannot_be_replaced(cast: Cast, room: Incident) -> None:
    revision = a_draft(cast, room, text=TEXT).current
    review = suggest(cast, revision, "will stop", "has agreed to stop")
    rewrite(revision.statement, "We are talking to him.", by=cast.comms)
    with pytest.raises(Refused, match="no longer in the text"):
        accept(cast, review)
    assert revision.statement.current.number == 2
    assert Review.objects.get().is_open


@pytest.mark.parametrize(
    ("quote", "left"),
    [
        ("He will stop.", "We are talking to him."),
        ("talking", "We are to him. He will stop."),
        ("to him", "We are talking. He will stop."),
        ("We", "are talking to him. He will stop."),
    ],
)
def test_no_words_take_the_passage_out(cast: Cast, room: Incident, quote: str, left: str) -> None:
    revision = a_draft(cast, room, text=TEXT).current
    accept(cast, suggest(cast, revision, quote, ""))
    assert revision.statement.current.text == left


def test_a_text_that_changed_under_their_eyes_is_looked_at_first(cast: Cast, room: Incident) -> None:
    revision = a_draft(cast, room, text=TEXT).current
    review = suggest(cast, revision, "talking", "writing")
    rewrite(revision.statement, f"New. {TEXT}", by=cast.comms)
    with pytest.raises(Stale):
        accept(cast, review, seen_sha=revision.sha256)


def test_two_presses_are_one_revision(cast: Cast, room: Incident) -> None:
    revision, key = a_draft(cast, room, text=TEXT).current, uuid4()
    review = suggest(cast, revision, "talking", "writing")
    assert accept(cast, review, key=key) == accept(cast, review, key=key, seen_sha=revision.sha256)
    assert revision.statement.current.number == 2


@pytest.mark.parametrize("who", ["executive", "guest", "stranger"])
def test_whoever_holds_no_pen_accepts_nothing(cast: Cast, room: Incident, who: str) -> None:
    review = suggest(cast, a_draft(cast, room, text=TEXT).current, "talking", "writing")
    with pytest.raises(Refused):
        accept(cast, review, by=getattr(cast, who))
    assert Revision.objects.count() == 1


def test_what_could_not_be_typed_cannot_be_accepted(cast: Cast, room: Incident) -> None:
    revision = a_draft(cast, room, text=TEXT).current
    with pytest.raises(Refused, match="too long for X"):
        accept(cast, suggest(cast, revision, "talking", "blah " * 60))
    fact = post_fact(room, text="He called.", by=cast.support)
    cited = rewrite(revision.statement, TEXT, citations=[fact], by=cast.lead)
    review = suggest(cast, cited, "talking", "writing")
    refute_fact(fact, by=cast.counsel)
    with pytest.raises(Refused, match="has been refuted"):
        accept(cast, review)
    assert not Resolution.objects.exists()


def test_rejected_the_text_stays_and_the_answer_too(cast: Cast, room: Incident) -> None:
    revision = a_draft(cast, room, text=TEXT).current
    review = suggest(cast, revision, "talking", "writing")
    reject_suggestion(review, by=cast.support)
    assert revision.statement.current.number == 1
    with pytest.raises(Refused, match="settled already"):
        accept(cast, review)


def test_a_plain_comment_is_neither_accepted_nor_rejected(cast: Cast, room: Incident) -> None:
    remark = comment(a_draft(cast, room).current, text="Hm.", by=cast.counsel)
    for deed in (lambda: accept(cast, remark), lambda: reject_suggestion(remark, by=cast.lead)):
        with pytest.raises(Refused, match="suggests no other words"):
            deed()


def test_what_legal_insists_on_holds_until_it_stands_there_and_again_when_it_is_gone(
    cast: Cast, room: Incident
) -> None:
    revision = a_draft(cast, room, text=TEXT).current
    review = suggest(cast, revision, "will stop", "has agreed to stop", is_blocking=True)
    with pytest.raises(Refused, match="someone else of Legal"):
        reject_suggestion(review, by=cast.lead)
    assert revision.statement.current.blocks == [review]
    accept(cast, review)
    assert revision.statement.current.blocks == []
    rewrite(revision.statement, TEXT, by=cast.lead)
    assert revision.statement.current.blocks == [review]


def test_and_postgres_says_the_same(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room, text=TEXT)
    accept(cast, suggest(cast, revision, "will stop", "has agreed to stop", is_blocking=True))
    from tests.approvals.proofs import ask

    again = ask(cast, rewrite(revision.statement, TEXT, by=cast.lead).statement)
    sign_off(again, seen_sha=again.sha256, by=cast.comms)
    with pytest.raises(Refused, match="has to be settled first"):
        sign_off(again, seen_sha=again.sha256, by=cast.counsel)


def test_advice_cannot_get_into_the_text(cast: Cast, room: Incident) -> None:
    advice = advise(
        a_draft(cast, room, text=TEXT).current,
        text="Say less.",
        quote="will stop",
        position=26,
        by=cast.counsel,
    )
    for deed in (lambda: accept(cast, advice), lambda: reject_suggestion(advice, by=cast.counsel)):
        with pytest.raises(Refused):
            deed()


@pytest.mark.parametrize(
    ("quote", "replacement", "undone", "fine"),
    [
        ("not ", "", "He is not safe. He will not stop.", "He is safe. He will never stop."),
        ("unsafe", "safe", "He is unsafe. He will not stop.", "He is quite safe. He will not stop."),
        ("safe", "safe now", "He is safe. He will not stop.", "He is safe now. He will stop."),
    ],
)
def test_a_blocking_one_holds_again_when_the_old_words_are_back(
    cast: Cast, room: Incident, quote: str, replacement: str, undone: str, fine: str
) -> None:
    a_policy("Comms and legal", asks=[Demand("legal", ())])
    text = {"unsafe": "He is unsafe. He will not stop."}.get(quote, "He is not safe. He will not stop.")
    revision = a_draft(cast, room, text=text).current
    review = suggest(cast, revision, quote, replacement, is_blocking=True)
    accept(cast, review)
    statement = revision.statement
    assert Resolution.objects.get().made == statement.current
    assert statement.current.blocks == []

    for text, holds in ((fine, False), (undone, True)):
        current = rewrite(statement, text, by=cast.comms)
        current = ask(cast, statement)
        assert (Statement.objects.told().get(pk=statement.pk).current.blocks == [review]) is holds
        if holds:
            with pytest.raises(Refused, match="has to be settled"):
                sign_off(current, seen_sha=current.sha256, by=cast.counsel)
            with pytest.raises(DatabaseError, match="has to be settled"):
                sign_by_hand(current, cast.counsel)
            reopen(review, by=cast.lead)
            resolve(review, by=cast.counsel)
        sign_off(current, seen_sha=current.sha256, by=cast.counsel)


def sign_by_hand(revision: Revision, by: User) -> None:
    (slot,) = revision.slots
    note = post_note(revision.statement.incident, text="by hand", by=by)
    with transaction.atomic():
        SignOff.objects.create(
            revision=revision, slot=slot, entry=note, person=by, sha256=revision.sha256,
            created_at=note.recorded_at, clock_at=note.clock_at,
        )  # fmt: skip


def test_what_came_of_an_acceptance_is_the_revision_that_made_it(cast: Cast, room: Incident) -> None:
    revision = a_draft(cast, room, text=TEXT).current
    review = suggest(cast, revision, "talking", "writing")
    rewrite(revision.statement, "We are writing.", by=cast.lead)
    note = post_note(room, text="by hand", by=cast.lead)
    for outcome, made in (("accepted", None), ("accepted", revision), ("resolved", revision)):
        with pytest.raises(DatabaseError, match="not in the text that they wrote"), transaction.atomic():
            Resolution.objects.create(
                review=review, outcome=outcome, made=made, entry=note, by=cast.lead, clock_at=note.clock_at
            )
