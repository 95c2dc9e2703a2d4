"""Who may do what: every person of the cast against every question of the policy, in an open and a closed room."""

import inspect
from collections.abc import Callable
from dataclasses import fields

import pytest

from accounts.models import User
from common.verdicts import Verdict
from incidents import policy
from incidents.actions.calls import log_call
from incidents.actions.entries import strike_entry
from incidents.actions.facts import confirm_fact, post_fact
from incidents.actions.notes import post_note
from incidents.actions.participants import change_participant, invite, remove_participant
from incidents.actions.promises import keep_promise
from incidents.actions.questions import answer_question, ask_question
from incidents.models import Fact, FactState, Incident, Participant, Promise, Question, Role, Status, Stream
from tests.cast import Cast

TABLE = """
                        lead  comms  counsel  legal  support  executive  guest  stranger
open_room               yes   yes    yes      yes    yes      yes        yes    yes
see                     yes   yes    yes      yes    yes      yes        yes    -
write                   yes   yes    yes      yes    yes      -          -      -
post briefing           yes   yes    yes      yes    yes      -          -      -
post working            yes   yes    yes      yes    yes      -          -      -
post privileged         yes   -      yes      yes    -        -          -      -
lead                    yes   -      -        -      -        -          -      -
manage_people           yes   -      -        -      -        -          -      -
appoint_lead            yes   -      -        -      -        -          -      -
grant_clearance         yes   -      -        -      -        -          -      -
change_room             yes   -      -        -      -        -          -      -
manage_strands          yes   yes    yes      yes    yes      -          -      -
settle_fact             yes   yes    yes      yes    yes      -          -      -
settle_fact privileged  yes   -      yes      yes    -        -          -      -
answer                  yes   yes    yes      yes    yes      -          -      -
answer privileged       yes   -      yes      yes    -        -          -      -
strike                  yes   yes    -        -      -        -          -      -
strike privileged       yes   -      yes      -      -        -          -      -
keep_promise            yes   yes    yes      yes    yes      -          -      -
keep_promise privileged yes   -      yes      yes    -        -          -      -
"""
STILL_POSSIBLE_WHEN_CLOSED = {"open_room", "see"}

HEADER, *ROWS = TABLE.strip("\n").splitlines()
PEOPLE = HEADER.split()
ALLOWED = {
    row[:24].strip(): {person for person, mark in zip(PEOPLE, row[24:].split(), strict=True) if mark == "yes"}
    for row in ROWS
}

Ask = Callable[[User], Verdict]


def questions(cast: Cast, pk: int, *, status: Status = Status.OPEN) -> dict[str, Ask]:
    """Each row of the table as a question about this room, in which comms and counsel have been busy."""
    privileged = Stream.PRIVILEGED
    room = Incident.objects.get(pk=pk)
    promised = {"with_whom": "the owner", "promised": "an answer", "promised_by": room.now()}
    post_fact(room, text="The letter was sent.", by=cast.comms)
    post_fact(room, text="We may have no case.", by=cast.counsel, stream=privileged)
    ask_question(room, text="Who sent it?", by=cast.comms)
    ask_question(room, text="What do we concede?", by=cast.counsel, stream=privileged)
    log_call(room, by=cast.comms, **promised)
    log_call(room, by=cast.counsel, stream=privileged, **promised)
    Incident.objects.filter(pk=pk).update(status=status)

    room = Incident.objects.get(pk=pk)
    fact, advised = Fact.objects.filter(incident=pk).order_by("pk")
    question, aside = Question.objects.filter(incident=pk).order_by("pk")
    promise, settlement = Promise.objects.filter(incident=pk).order_by("pk")
    return {
        "open_room": policy.open_room,
        "see": lambda user: policy.see(user, room),
        "write": lambda user: policy.write(user, room),
        "post briefing": lambda user: policy.post(user, room, Stream.BRIEFING),
        "post working": lambda user: policy.post(user, room, Stream.WORKING),
        "post privileged": lambda user: policy.post(user, room, privileged),
        "lead": lambda user: policy.lead(user, room),
        "manage_people": lambda user: policy.manage_people(user, room),
        "appoint_lead": lambda user: policy.appoint_lead(user, room),
        "grant_clearance": lambda user: policy.grant_clearance(user, room),
        "change_room": lambda user: policy.change_room(user, room),
        "manage_strands": lambda user: policy.manage_strands(user, room),
        "settle_fact": lambda user: policy.settle_fact(user, fact, to=FactState.CONFIRMED),
        "settle_fact privileged": lambda user: policy.settle_fact(user, advised, to=FactState.CONFIRMED),
        "answer": lambda user: policy.answer(user, question),
        "answer privileged": lambda user: policy.answer(user, aside),
        "strike": lambda user: policy.strike(user, fact.entry),
        "strike privileged": lambda user: policy.strike(user, advised.entry),
        "keep_promise": lambda user: policy.keep_promise(user, promise),
        "keep_promise privileged": lambda user: policy.keep_promise(user, settlement),
    }


def allowed(cast: Cast, ask: Ask) -> set[str]:
    """Who of the cast gets a yes. Everyone else must be told why not."""
    verdicts = {person: ask(getattr(cast, person)) for person in PEOPLE}
    assert all(verdict or str(verdict.reason) for verdict in verdicts.values())
    return {person for person, verdict in verdicts.items() if verdict}


def test_the_table_asks_everyone_everything() -> None:
    assert [each.name for each in fields(Cast)] == PEOPLE
    asked = {
        name
        for name, function in inspect.getmembers(policy, inspect.isfunction)
        if function.__module__ == policy.__name__
        and next(iter(inspect.signature(function).parameters)) == "user"
    }
    assert {deed.split()[0] for deed in ALLOWED} == asked


@pytest.mark.parametrize("deed", ALLOWED)
def test_in_an_open_room(cast: Cast, room: Incident, deed: str) -> None:
    assert allowed(cast, questions(cast, room.pk)[deed]) == ALLOWED[deed]


def test_in_a_room_that_is_only_watched_the_team_still_writes(cast: Cast, room: Incident) -> None:
    asked = questions(cast, room.pk, status=Status.MONITORING)
    assert {deed: allowed(cast, ask) for deed, ask in asked.items()} == ALLOWED


def test_in_a_closed_room_nobody_changes_the_record(cast: Cast, room: Incident) -> None:
    asked = questions(cast, room.pk, status=Status.CLOSED)
    expected = {deed: ALLOWED[deed] if deed in STILL_POSSIBLE_WHEN_CLOSED else set() for deed in ALLOWED}
    assert {deed: allowed(cast, ask) for deed, ask in asked.items()} == expected


def test_who_has_left_is_a_stranger(cast: Cast, room: Incident) -> None:
    asked = questions(cast, room.pk)
    assert policy.see(cast.comms, room)
    remove_participant(place(room, cast.comms), by=cast.lead)
    assert {deed for deed, ask in asked.items() if ask(cast.comms)} == {"open_room"}


def test_an_account_that_was_deactivated_opens_no_room(cast: Cast) -> None:
    cast.comms.is_active = False
    assert not policy.open_room(cast.comms)


def test_a_lead_without_clearance_neither_reads_nor_grants_it(cast: Cast, room: Incident) -> None:
    asked = questions(cast, room.pk)
    change_participant(place(room, cast.lead), role=Role.LEAD, is_cleared=False, by=cast.lead)
    withheld = {deed for deed in ALLOWED if "lead" in ALLOWED[deed] and not asked[deed](cast.lead)}
    assert withheld == {"grant_clearance", *(deed for deed in ALLOWED if "privileged" in deed)}


def test_a_guest_with_a_tick_in_the_wrong_box_is_still_a_guest(cast: Cast, room: Incident) -> None:
    room.participants.filter(person=cast.guest).update(is_cleared=True)
    assert not policy.post(cast.guest, room, Stream.PRIVILEGED)
    assert not policy.write(cast.guest, room)


def test_a_fact_is_not_settled_twice_the_same_way(cast: Cast, room: Incident) -> None:
    fact = post_fact(room, text="The letter was sent.", by=cast.comms)
    assert policy.settle_fact(cast.legal, fact, to=FactState.CONFIRMED)
    confirm_fact(fact, by=cast.legal)
    fact.refresh_from_db()
    assert not policy.settle_fact(cast.legal, fact, to=FactState.CONFIRMED)
    assert policy.settle_fact(cast.legal, fact, to=FactState.REFUTED)


def test_a_struck_fact_stays_struck(cast: Cast, room: Incident) -> None:
    """It counts as refuted, and nobody confirms words that were taken back."""
    fact = post_fact(room, text="The letter was sent.", by=cast.comms)
    strike_entry(fact.entry, reason="Wrong letter", by=cast.comms)
    fact.refresh_from_db()
    assert fact.state == FactState.REFUTED
    for state in FactState.CONFIRMED, FactState.REFUTED:
        assert "struck" in str(policy.settle_fact(cast.legal, fact, to=state).reason)


def test_a_question_is_answered_once(cast: Cast, room: Incident) -> None:
    question = ask_question(room, text="Who sent it?", by=cast.comms)
    answer_question(question, text="Legal did.", by=cast.legal)
    question.refresh_from_db()
    assert not policy.answer(cast.legal, question)


def test_a_struck_question_wants_no_answer_and_says_so(cast: Cast, room: Incident) -> None:
    question = ask_question(room, text="Who sent it?", by=cast.comms)
    strike_entry(question.entry, reason="Asked before", by=cast.comms)
    question.refresh_from_db()
    assert "struck" in str(policy.answer(cast.legal, question).reason)


def test_an_entry_is_struck_once(cast: Cast, room: Incident) -> None:
    note = post_note(room, text="Noted.", by=cast.comms)
    assert policy.strike(cast.comms, note)
    strike_entry(note, reason="Not so", by=cast.comms)
    assert not policy.strike(cast.comms, note)
    assert not policy.strike(cast.lead, note)


def test_what_the_room_itself_recorded_cannot_be_struck(cast: Cast, room: Incident) -> None:
    for entry in room.entries.all():
        assert entry.type in {"room.opened", "participant.invited"}
        assert "cannot be struck" in str(policy.strike(cast.lead, entry).reason)


def test_neither_can_a_correction(cast: Cast, room: Incident) -> None:
    correction = strike_entry(post_note(room, text="Noted.", by=cast.comms), reason="Not so", by=cast.comms)
    assert not policy.strike(cast.comms, correction)


def test_a_promise_is_kept_once(cast: Cast, room: Incident) -> None:
    call = log_call(room, with_whom="the owner", promised="an answer", promised_by=room.now(), by=cast.comms)
    promise = Promise.objects.get(entry=call)
    assert policy.keep_promise(cast.support, promise)
    keep_promise(promise, by=cast.support)
    promise.refresh_from_db()
    assert not policy.keep_promise(cast.support, promise)


def test_a_person_invited_back_may_do_what_their_role_may(cast: Cast, room: Incident) -> None:
    remove_participant(place(room, cast.comms), by=cast.lead)
    invite(room, cast.comms, role=Role.GUEST, by=cast.lead)
    assert policy.see(cast.comms, room)
    assert not policy.write(cast.comms, room)


def place(room: Incident, person: User) -> Participant:
    found = room.participant(person)
    assert found is not None
    return found
