"""Short stories that together tell every type of entry, each in every stream it can stand in.

Each stops after every deed (`yield`), so that those who look on can be asked what they see.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta

from approvals.actions.reminders import keep_sign_off_clocks
from approvals.actions.resolutions import reopen, resolve
from approvals.actions.reviews import advise, comment, request_changes
from approvals.actions.sign_off_policies import change_policy
from approvals.actions.sign_offs import sign_off
from approvals.models import Demand
from incidents.actions.calls import log_call
from incidents.actions.decisions import make_decision
from incidents.actions.entries import strike_entry
from incidents.actions.facts import confirm_fact, post_fact, refute_fact
from incidents.actions.notes import post_note
from incidents.actions.participants import change_participant, invite, remove_participant
from incidents.actions.promises import keep_promise, note_missed_promises
from incidents.actions.questions import answer_question, ask_question
from incidents.actions.rooms import change_room
from incidents.actions.signals import post_signal
from incidents.actions.strands import change_strand, create_strand
from incidents.models import Incident, Promise, Role, Severity, Status, Stream
from publishing.actions.glasses import review_glass, second_glass
from publishing.actions.lines import use_line
from publishing.actions.publications import publish
from publishing.actions.reach import record_reach
from reporting.actions.closures import close_room
from tests.approvals.proofs import a_draft, a_signed_revision, an_asked_revision, ask, rewrite, wait
from tests.cast import Cast
from tests.publishing.glasses import opened
from tests.publishing.lines import a_line

Story = Callable[[Cast, Incident], Iterator[None]]


def posts(cast: Cast, room: Incident) -> Iterator[None]:
    """Everything people post; then all of it struck, by its author or by the lead."""
    create_strand(room, name="Goods", by=cast.lead)
    yield
    for stream in Stream:
        earlier = room.now() - timedelta(hours=3)
        told = [
            post_note(room, text="Noted <b>.", by=cast.counsel, stream=stream, strands=["A"]),
            post_signal(
                room, text="Heard.", source="FocalJet", by=cast.counsel, stream=stream, occurred_at=earlier
            ),
            make_decision(room, text="Decided.", reason="So.", by=cast.counsel, stream=stream),
            log_call(room, with_whom="the owner", agreed="This.", by=cast.counsel, stream=stream),
            post_fact(room, text="Known.", by=cast.counsel, stream=stream).entry,
            ask_question(room, text="Who?", by=cast.counsel, stream=stream).entry,
        ]
        yield
        for count, entry in enumerate(told):
            strike_entry(entry, reason="Not so", text="But so.", by=(cast.counsel, cast.lead)[count % 2])
        yield


def facts(cast: Cast, room: Incident) -> Iterator[None]:
    for stream in Stream:
        fact = post_fact(room, text="The letter was sent.", source="a scan", by=cast.counsel, stream=stream)
        yield
        confirm_fact(fact, by=cast.legal, source="the file")
        yield
        refute_fact(fact, by=cast.counsel, source="the owner", note="Another letter.")
        yield
        strike_entry(fact.entry, reason="Twice told", by=cast.lead)
        yield


def questions(cast: Cast, room: Incident) -> Iterator[None]:
    for stream in Stream:
        question = ask_question(
            room, text="Who sent it?", asked_of=Role.LEGAL, by=cast.counsel, stream=stream
        )
        yield
        answer_question(question, text="An agency.", by=cast.legal)
        yield


def promises(cast: Cast, room: Incident) -> Iterator[None]:
    for stream in Stream:
        call = log_call(
            room,
            with_whom="the owner",
            promised="A letter",
            promised_by=room.now() - timedelta(minutes=5),
            by=cast.counsel,
            stream=stream,
        )
        yield
        note_missed_promises()
        yield
        keep_promise(Promise.objects.get(entry=call), by=cast.counsel)
        yield


def people(cast: Cast, room: Incident) -> Iterator[None]:
    place = invite(room, cast.stranger, role=Role.GUEST, by=cast.lead)
    yield
    change_participant(place, role=Role.SUPPORT, is_cleared=True, by=cast.lead)
    yield
    remove_participant(place, by=cast.lead)
    yield


def the_room_itself(cast: Cast, room: Incident) -> Iterator[None]:
    change_room(room, severity=Severity.SEV1, title="Fire, spreading", by=cast.lead)
    yield
    change_room(room, status=Status.MONITORING, summary="Calmer.", by=cast.lead)
    yield
    strand = create_strand(room, name="The site's address", by=cast.comms)
    yield
    change_strand(strand, name="The address", position="He keeps it.", owner=cast.legal, by=cast.legal)
    yield


def statements(cast: Cast, room: Incident) -> Iterator[None]:
    """Drafted, rewritten, commented, sent back, asked for, signed."""
    fact = post_fact(room, text="Nobody was sued.", by=cast.support)
    statement = a_draft(cast, room, citing=[fact])
    yield
    first = ask(cast, statement)
    yield
    remark = comment(first, text="Shorter?", is_blocking=True, by=cast.counsel)
    yield
    advise(first, text="We may owe him costs.", by=cast.counsel)
    yield
    resolve(remark, by=cast.legal)
    reopen(remark, by=cast.lead)
    resolve(remark, by=cast.counsel)
    yield
    request_changes(first, reason="Not the second sentence.", seen_sha=first.sha256, by=cast.counsel)
    yield
    rewrite(statement, "We talk to the owner.", by=cast.lead, note="Shorter.")
    yield
    second = ask(cast, statement)
    for person in cast.comms, cast.counsel:
        sign_off(second, seen_sha=second.sha256, acknowledged=True, by=person)
        yield
    refute_fact(fact, by=cast.legal)
    yield


def clocks(cast: Cast, room: Incident) -> Iterator[None]:
    """Who signs is changed; nobody does in time, and a deputy may."""
    asks = [Demand("legal", (), minutes=30, deputy=cast.support.pk)]
    change_policy(room, name="In half an hour", demands=asks, by=cast.lead)
    yield
    an_asked_revision(cast, room)
    yield
    wait(cast, room, 40)
    keep_sign_off_clocks()
    yield


def publications(cast: Cast, room: Incident) -> Iterator[None]:
    """Sent, counted, sent again; what was promised with it kept and missed."""
    fact = post_fact(room, text="He was paid.", by=cast.support)
    revision = a_signed_revision(cast, room, citing=[fact])
    soon = room.now() + timedelta(hours=1)
    out = publish(
        revision,
        channel="x",
        url="https://x.example/1",
        seen_sha=revision.sha256,
        next_update_at=soon,
        by=cast.lead,
    )
    yield
    for accounts in 13_400, 14_000:
        record_reach(room, publication=out, accounts=accounts, reposts=19, method="followers", by=cast.lead)
        yield
    record_reach(room, accounts=32_332, basis="net", method="as reported", by=cast.comms)
    yield
    publish(revision, channel="forum", url="https://forum.example/2", seen_sha=revision.sha256, by=cast.comms)
    yield
    refute_fact(fact, by=cast.counsel)
    yield


def authority(cast: Cast, room: Incident) -> Iterator[None]:
    """A glass is opened, broken and judged; a line signed beforehand is used."""
    revision = a_draft(cast, room).current
    glass = opened(revision, by=cast.comms)
    yield
    second_glass(glass, seen_sha=revision.sha256, by=cast.executive)
    yield
    publish(revision, channel="x", url="", seen_sha=revision.sha256, by=cast.lead)
    yield
    review_glass(glass, text="It was right.", by=cast.counsel)
    yield
    line = a_line(cast, room)
    use_line(line, channel="email", url="", said=f"Hello. {line.text}", seen_sha=line.sha256, by=cast.support)
    yield


def closing(cast: Cast, room: Incident) -> Iterator[None]:
    close_room(room, reported={"messages": 138, "reach": 32_332, "note": "As told."}, by=cast.lead)
    yield


STORIES: list[Story] = [
    posts,
    facts,
    questions,
    promises,
    people,
    the_room_itself,
    statements,
    clocks,
    publications,
    authority,
    closing,
]
