"""Of a privileged entry there is nothing in the copy of anyone not cleared: not a word, not a number, not a gap."""

import re
from typing import Any

import pytest

from approvals.actions.reviews import advise
from incidents.actions.facts import post_fact
from incidents.actions.notes import post_note
from incidents.actions.participants import change_participant
from incidents.actions.signals import post_signal
from incidents.models import Incident, Role, Stream, TimelineEntry
from tests.approvals.proofs import an_asked_revision
from tests.cast import Cast, a_room
from tests.reporting.copies.copying import Copy, copy_of, lines

CANARY = "canary-of-counsel"


@pytest.fixture
def told(cast: Cast, room: Incident) -> Incident:
    """Privileged entries of every sort between those of the others."""
    post_signal(room, text="Seen.", source="Forum", by=cast.support)
    post_note(room, text=f"{CANARY} note", stream=Stream.PRIVILEGED, by=cast.counsel)
    post_fact(room, text="A letter went out.", by=cast.comms)
    post_fact(room, text=f"{CANARY} fact", stream=Stream.PRIVILEGED, by=cast.counsel)
    revision = an_asked_revision(cast, room)
    advise(revision, text=f"{CANARY} advice", by=cast.counsel)
    post_note(room, text="Last.", by=cast.comms)
    return room


def test_the_cleared_have_all_of_it(cast: Cast, told: Incident) -> None:
    """The precondition of what follows: it is there to be found."""
    copy = copy_of(told, cast.counsel)
    assert copy["timeline.jsonl"].count(CANARY.encode()) > 3
    assert copy["statements.jsonl"].count(CANARY.encode()) == 1
    assert CANARY.encode() in copy["timeline.csv"]
    assert b"PRIVILEGED" in copy["README.txt"]


@pytest.mark.parametrize("who", ["comms", "support", "executive", "guest"])
def test_the_others_have_none_of_it(cast: Cast, told: Incident, who: str) -> None:
    copy = copy_of(told, getattr(cast, who))
    everything = b"\n".join([*copy.values(), *(name.encode() for name in copy)])
    for trace in (CANARY, "privileged", "Privileged", "PRIVILEGED", "advice", "room_seq"):
        assert trace.encode() not in everything, trace
    assert not {"chain.jsonl", "verify.py"} & copy.keys()
    for entry in TimelineEntry.objects.filter(incident=told):
        assert bytes(entry.hash).hex().encode() not in everything


@pytest.mark.parametrize("who", ["comms", "executive", "guest"])
def test_their_copy_is_the_same_with_and_without_it(cast: Cast, who: str) -> None:
    """Two rooms, alike but for what the cleared said in one: their copies differ in nothing but names and times."""
    quiet, loud = a_room(cast, title="A room"), a_room(cast, title="A room")
    for room in (quiet, loud):
        post_signal(room, text="Seen.", source="Forum", by=cast.support)
        revision = an_asked_revision(cast, room)
        if room is loud:
            post_note(room, text=CANARY, stream=Stream.PRIVILEGED, by=cast.counsel)
            advise(revision, text=CANARY, by=cast.counsel)
        post_note(room, text="Last.", by=cast.comms)
    assert told_in(copy_of(quiet, getattr(cast, who))) == told_in(copy_of(loud, getattr(cast, who)))


def told_in(copy: Copy) -> dict[str, str]:
    moment = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(\+00:00|Z)?")
    named = re.compile(r'"statement": \d+|[0-9a-f]{64}|"sha": "[0-9a-f]+"')
    return {name: named.sub("…", moment.sub("…", content.decode())) for name, content in copy.items()}


def test_numbers_have_no_gaps_in_any_stream(cast: Cast, told: Incident) -> None:
    for person in (cast.counsel, cast.comms, cast.guest):
        entries = lines(copy_of(told, person)["timeline.jsonl"])
        for stream in {entry["stream"] for entry in entries}:
            numbers = [entry["n"] for entry in entries if entry["stream"] == stream]
            assert numbers == list(range(1, len(numbers) + 1))


def test_ids_of_entries_are_in_no_copy_but_that_of_the_chain(cast: Cast, told: Incident) -> None:
    keys = {"id", "pk", "room_seq", "refers_to_id", "incident", "hash", "previous_hash", "client_key"}

    def names(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set(value) | {name for each in value.values() for name in names(each)}
        return {name for each in value for name in names(each)} if isinstance(value, list) else set()

    copy = copy_of(told, cast.comms)
    for file in ("timeline.jsonl", "statements.jsonl", "publications.jsonl", "figures.json"):
        assert not names(lines(copy[file])) & keys


def test_guests_have_the_briefing_only(cast: Cast, told: Incident) -> None:
    copy = copy_of(told, cast.guest)
    assert {entry["stream"] for entry in lines(copy["timeline.jsonl"])} == {"briefing"}
    assert all("said" not in entry for entry in lines(copy["timeline.jsonl"]))
    assert "statements.jsonl" not in copy
    assert not [name for name in copy if name.startswith("files/")]
    assert b"Last." not in b"".join(copy.values())
    assert b"Cleared" not in copy["people.csv"]


def test_how_many_steps_it_takes_tells_nothing(cast: Cast, told: Incident) -> None:
    from reporting.actions.exports import start_export
    from reporting.copies.timeline import PAGE

    def steps(person: Any) -> int:
        return start_export(told, by=person).total

    before = steps(cast.comms)
    Incident.objects.filter(pk=told.pk).update(privileged_n=PAGE * 3)
    assert steps(cast.comms) == before
    assert steps(cast.counsel) > before


def test_who_became_cleared_while_it_was_made_gets_what_they_asked_for(cast: Cast, told: Incident) -> None:
    """Not more: it would stay fetchable after the clearance has gone again."""
    from jobs.actions import work
    from reporting.actions.exports import start_export
    from reporting.copies.archive import archive
    from reporting.models import Export
    from tests.reporting.copies.copying import unpacked

    job = start_export(told, by=cast.comms)
    place = told.participant(cast.comms)
    assert place
    change_participant(place, role=Role.COMMS, is_cleared=True, by=cast.lead)
    work.work_on(job.pk)
    copy = unpacked(b"".join(archive(Export.objects.get(job=job))))
    assert CANARY.encode() not in b"".join(copy.values())
