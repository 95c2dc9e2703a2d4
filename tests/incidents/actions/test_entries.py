"""Striking: what was wrong stays readable, crossed out, and a new entry says why."""

from datetime import timedelta
from uuid import uuid4

import pytest

from common.verdicts import Refused
from incidents.actions.calls import log_call
from incidents.actions.entries import strike_entry
from incidents.actions.facts import confirm_fact, post_fact, refute_fact
from incidents.actions.notes import post_note
from incidents.actions.questions import answer_question, ask_question
from incidents.models import FactState, Incident, Promise, Stream
from tests.cast import Cast, a_room, hire
from tests.incidents.actions.posts import POSTS, Post, told
from tests.races.together import together


@pytest.mark.parametrize("post", POSTS.values(), ids=POSTS.keys())
def test_everything_people_post_can_be_struck(cast: Cast, room: Incident, post: Post) -> None:
    entry = post(room, by=cast.comms)
    said = strike_entry(entry, reason="Wrong site", text="It was another one.", by=cast.comms)
    assert (said.type, said.refers_to, said.stream, said.actor) == (
        "entry.struck",
        entry,
        entry.stream,
        cast.comms,
    )
    assert (said.payload["reason"], said.payload["text"]) == ("Wrong site", "It was another one.")
    assert "words" in said.payload["struck_text"]


def test_the_struck_entry_itself_is_untouched(cast: Cast, room: Incident) -> None:
    note = post_note(room, text="Noted.", by=cast.comms)
    strike_entry(note, reason="Not so", by=cast.lead)
    again = room.entries.get(pk=note.pk)
    assert (again.payload, bytes(again.hash)) == (note.payload, bytes(note.hash))


def test_only_its_author_or_the_lead_strikes(cast: Cast, room: Incident) -> None:
    note = post_note(room, text="Noted.", by=cast.comms)
    before = told(room)
    for person in cast.counsel, cast.support, cast.executive, cast.guest, cast.stranger:
        with pytest.raises(Refused):
            strike_entry(note, reason="No", by=person)
    assert told(room) == before
    assert strike_entry(note, reason="No", by=cast.lead)


def test_privileged_words_are_struck_where_they_stand(cast: Cast, room: Incident) -> None:
    advice = post_note(room, text="Advice.", by=cast.counsel, stream=Stream.PRIVILEGED)
    assert strike_entry(advice, reason="Superseded", by=cast.counsel).stream == Stream.PRIVILEGED


@pytest.mark.parametrize(
    "settle", [None, confirm_fact, refute_fact], ids=["unverified", "confirmed", "refuted"]
)
def test_a_struck_fact_is_refuted(cast: Cast, room: Incident, settle: object) -> None:
    fact = post_fact(room, text="We sent it.", by=cast.comms)
    if callable(settle):
        settle(fact, by=cast.legal)
    correction = strike_entry(fact.entry, reason="Other letter", by=cast.comms)
    fact.refresh_from_db()
    assert fact.state == FactState.REFUTED
    if settle is refute_fact:
        assert fact.verifier == cast.legal  # it was refuted before, and still by whoever did
    else:
        assert (fact.verifier, fact.state_since) == (cast.comms, correction.clock_at)


def test_it_cannot_be_confirmed_again(cast: Cast, room: Incident) -> None:
    fact = post_fact(room, text="We sent it.", by=cast.comms)
    strike_entry(fact.entry, reason="Other letter", by=cast.comms)
    with pytest.raises(Refused, match="struck"):
        confirm_fact(fact, by=cast.legal)
    fact.refresh_from_db()
    assert fact.state == FactState.REFUTED


def test_a_struck_question_no_longer_waits(cast: Cast, room: Incident) -> None:
    question = ask_question(room, text="Who?", by=cast.comms)
    strike_entry(question.entry, reason="Asked before", by=cast.comms)
    question.refresh_from_db()
    assert not question.is_open
    with pytest.raises(Refused, match="struck"):
        answer_question(question, text="We.", by=cast.legal)


def test_a_struck_call_withdraws_its_promise(cast: Cast, room: Incident) -> None:
    due = room.now() + timedelta(hours=1)
    call = log_call(room, with_whom="the owner", promised="A letter", promised_by=due, by=cast.comms)
    assert Promise.objects.open().exists()
    correction = strike_entry(call, reason="He declined", by=cast.comms)
    assert Promise.objects.get().withdrawn_at == correction.clock_at
    assert not Promise.objects.open().exists()


def test_striking_one_thing_leaves_the_others(cast: Cast, room: Incident) -> None:
    other = post_fact(room, text="They were sold.", by=cast.comms)
    question = ask_question(room, text="Who?", by=cast.comms)
    strike_entry(post_note(room, text="Noted.", by=cast.comms), reason="Not so", by=cast.comms)
    other.refresh_from_db()
    question.refresh_from_db()
    assert other.state == FactState.UNVERIFIED
    assert question.is_open


def test_one_press_strikes_once(cast: Cast, room: Incident) -> None:
    key, note = uuid4(), post_note(room, text="Noted.", by=cast.comms)
    first = strike_entry(note, reason="Not so", by=cast.comms, key=key)
    assert strike_entry(note, reason="Not so", by=cast.comms, key=key) == first
    with pytest.raises(Refused, match="sent before"):
        strike_entry(note, reason="Another reason", by=cast.comms, key=key)
    with pytest.raises(Refused, match="sent before"):
        strike_entry(post_note(room, text="Two.", by=cast.comms), reason="Not so", by=cast.comms, key=key)


@pytest.mark.django_db(transaction=True)
def test_of_four_who_strike_at_once_one_does() -> None:
    cast = hire()
    room = a_room(cast)
    note = post_note(room, text="Noted.", by=cast.comms)
    answers = together(
        [lambda by=by: strike_entry(note, reason="No", by=by) for by in [cast.lead, cast.comms] * 2]
    )
    assert [type(each) for each in answers if isinstance(each, Exception)] == [Refused] * 3
    assert len(told(room, "entry.struck")) == 1
