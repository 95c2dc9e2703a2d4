from approvals.actions.reviews import request_changes
from incidents.actions.decisions import make_decision
from incidents.actions.entries import strike_entry
from incidents.actions.facts import confirm_fact, post_fact, refute_fact
from incidents.actions.notes import post_note
from incidents.actions.questions import ask_question
from incidents.models import Incident, Stream
from incidents.story import read_story
from publishing.actions.publications import publish
from reporting.actions.closures import close_room
from tests.approvals.proofs import a_signed_revision, an_asked_revision
from tests.approvals.views.browse import as_, html
from tests.cast import Cast
from workspace.briefing import FEW, Briefing, brief


def briefing(cast: Cast, room: Incident, who: str = "executive") -> Briefing:
    person = getattr(cast, who)
    place = room.participant(person)
    assert place is not None
    return brief(person, place, room)


def test_facts_stand_where_their_state_puts_them(cast: Cast, room: Incident) -> None:
    known, refuted, unknown = (
        post_fact(room, text=text, by=cast.support) for text in ("sent", "bullying", "will post")
    )
    confirm_fact(known, source="the file", by=cast.counsel)
    refute_fact(refuted, source="the file", by=cast.counsel)
    now = briefing(cast, room)
    assert [fact.text for fact in now.known] == ["sent"]
    assert [fact.text for fact in now.refuted] == ["bullying"]
    assert [fact.text for fact in now.unknown] == ["will post"]
    assert unknown.state == "unverified"


def test_a_struck_decision_is_no_longer_what_we_do(cast: Cast, room: Incident) -> None:
    make_decision(room, text="Call the owner.", by=cast.lead)
    wrong = make_decision(room, text="Say nothing.", by=cast.lead)
    strike_entry(wrong, reason="Never decided.", by=cast.lead)
    assert [told.said.headline() for told in briefing(cast, room).decisions] == ["Call the owner."]


def test_nothing_privileged_is_on_a_page_made_to_be_projected_whoever_opens_it(
    cast: Cast, room: Incident
) -> None:
    post_fact(room, text="canary fact", by=cast.counsel, stream=Stream.PRIVILEGED)
    post_note(room, text="canary note", by=cast.counsel, stream=Stream.PRIVILEGED)
    ask_question(room, text="canary question", by=cast.counsel, stream=Stream.PRIVILEGED)
    make_decision(room, text="canary decision", by=cast.counsel, stream=Stream.PRIVILEGED)

    assert "canary note" in repr(read_story(room, cast.counsel, language="en").articles)
    assert "canary" not in repr(briefing(cast, room, "counsel"))
    assert "canary" not in repr(briefing(cast, room, "executive"))


def test_a_guest_is_not_told_who_waits_for_whom(cast: Cast, room: Incident) -> None:
    an_asked_revision(cast, room)
    assert briefing(cast, room, "executive").pending
    assert not room.participant(cast.guest) or not briefing(cast, room, "guest").pending


def test_what_is_not_shown_is_counted_and_what_was_struck_is_not(cast: Cast, room: Incident) -> None:
    standing = [make_decision(room, text=f"Decision {n}", by=cast.lead) for n in range(FEW + 2)]
    for n in range(FEW * 2):
        strike_entry(make_decision(room, text=f"Wrong {n}", by=cast.lead), reason="No.", by=cast.lead)
    now = briefing(cast, room)
    assert [told.ref for told in now.decisions] == [entry.ref for entry in standing[::-1][:FEW]]
    assert now.decided == len(standing)


def test_all_that_was_said_is_counted(cast: Cast, room: Incident) -> None:
    for n in range(FEW + 1):
        revision = a_signed_revision(cast, room, title=f"Answer {n}")
        publish(revision, channel="x", url="https://x.example/", seen_sha=revision.sha256, by=cast.lead)
    now = briefing(cast, room)
    assert (len(now.said), now.said_times) == (FEW, FEW + 1)


def test_what_is_signed_and_not_out_is_waited_for_before_what_is_still_to_sign(
    cast: Cast, room: Incident
) -> None:
    asked = an_asked_revision(cast, room, title="The longest wait")
    request_changes(asked, reason="Softer.", seen_sha=asked.sha256, by=cast.legal)
    a_signed_revision(cast, room, title="Ready")
    an_asked_revision(cast, room, title="Asked")
    words = [each.words for each in briefing(cast, room).pending]
    assert words == [
        "Ready to go out",
        "Comms to sign Asked",
        "Legal to sign Asked",
        "The longest wait to be revised, as Legal team asked",
    ]
    page = html(as_(cast.executive).get(f"/rooms/{room.pk}/executive/"))
    assert "Signed, not out" in page


def test_a_closed_room_waits_for_nobody(cast: Cast, room: Incident) -> None:
    a_signed_revision(cast, room, title="Ready")
    close_room(room, by=cast.lead)
    assert briefing(cast, Incident.objects.get()).pending == []


def test_words_that_lost_their_ground_are_waited_for(cast: Cast, room: Incident) -> None:
    fact = post_fact(room, text="He was paid.", by=cast.support)
    a_signed_revision(cast, room, title="Ready", citing=[fact])
    refute_fact(fact, source="the file", by=cast.counsel)
    assert [each.words for each in briefing(cast, room).pending] == [
        "Ready to be revised: a fact it rests on was refuted"
    ]
