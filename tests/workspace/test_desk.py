import pytest
from pytest_django import DjangoAssertNumQueries

from approvals.actions.reviews import request_changes
from approvals.actions.sign_offs import sign_off
from approvals.models import Demand
from incidents.actions.facts import post_fact, refute_fact
from incidents.actions.participants import remove_participant
from incidents.actions.questions import ask_question
from incidents.models import Incident, Role
from publishing.actions.publications import publish
from tests.approvals.proofs import a_draft, a_signed_revision, an_asked_revision, wait
from tests.cast import Cast, a_policy
from tests.publishing.lines import a_line
from workspace.desk import Desk, desk_of
from workspace.rooms import rooms_of

READERS = ["lead", "comms", "counsel", "legal", "support", "executive", "guest"]


def desk(cast: Cast, room: Incident, who: str) -> Desk:
    person = getattr(cast, who)
    place = room.participant(person)
    assert place is not None
    return desk_of(person, place, room)


def who_has(cast: Cast, room: Incident, part: str) -> set[str]:
    return {who for who in READERS if getattr(desk(cast, room, who), part)}


def test_what_waits_for_signature_lies_with_those_who_can_sign(cast: Cast, room: Incident) -> None:
    an_asked_revision(cast, room)
    assert who_has(cast, room, "sign") == {"comms", "counsel", "legal"}


def test_a_question_lies_with_the_role_it_was_put_to(cast: Cast, room: Incident) -> None:
    ask_question(room, text="May we answer?", asked_of=Role.LEGAL, by=cast.support)
    assert who_has(cast, room, "answer") == {"counsel", "legal"}


def test_signed_words_wait_for_those_who_speak_until_they_are_out_everywhere(
    cast: Cast, room: Incident
) -> None:
    revision = a_signed_revision(cast, room)
    assert who_has(cast, room, "send") == {"lead", "comms"}

    for channel in revision.channels:
        assert who_has(cast, room, "send") == {"lead", "comms"}
        publish(revision, channel=channel, url="https://a.example/", seen_sha=revision.sha256, by=cast.lead)
    assert who_has(cast, room, "send") == set()
    assert len(desk(cast, room, "guest").went_out) == len(revision.channels)


def test_requested_changes_go_back_to_the_author(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    request_changes(revision, reason="Too long.", seen_sha=revision.sha256, by=cast.counsel)
    assert who_has(cast, room, "mend") == {"lead"}
    assert who_has(cast, room, "sign") == set()


def test_words_that_lost_their_ground_go_back_to_the_author(cast: Cast, room: Incident) -> None:
    fact = post_fact(room, text="He was paid.", by=cast.support)
    a_signed_revision(cast, room, citing=[fact])
    assert who_has(cast, room, "taken_back") == set()
    refute_fact(fact, by=cast.counsel)
    assert who_has(cast, room, "taken_back") == {"lead"}
    assert who_has(cast, room, "send") == who_has(cast, room, "sign") == set()


def test_half_sent_words_that_lost_their_ground_are_sent_no_further(cast: Cast, room: Incident) -> None:
    fact = post_fact(room, text="He was paid.", by=cast.support)
    revision = a_signed_revision(cast, room, citing=[fact])
    publish(revision, channel="x", url="https://a.example/", seen_sha=revision.sha256, by=cast.lead)
    assert who_has(cast, room, "send") == {"lead", "comms"}
    refute_fact(fact, by=cast.counsel)
    assert who_has(cast, room, "send") == set()


def test_guests_see_no_drafts(cast: Cast, room: Incident) -> None:
    a_draft(cast, room)
    assert who_has(cast, room, "drafts") == set(READERS) - {"guest"}


@pytest.mark.parametrize("who", ["counsel", "executive"])
def test_the_desk_and_the_list_of_rooms_ask_no_more_for_more(
    cast: Cast, room: Incident, who: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for count in range(6):
        an_asked_revision(cast, room, title=f"Statement {count}")
        ask_question(room, text=f"Question {count}", asked_of=Role.LEGAL, by=cast.support)
    with django_assert_max_num_queries(19):
        desk(cast, room, who)
    with django_assert_max_num_queries(16):
        rooms_of(getattr(cast, who))


def test_the_list_of_rooms_counts_what_waits_for_its_reader_alone(cast: Cast, room: Incident) -> None:
    an_asked_revision(cast, room)
    ask_question(room, text="May we answer?", asked_of=Role.LEGAL, by=cast.support)
    assert {who: [line.waiting for line in rooms_of(getattr(cast, who))] for who in READERS} == {
        "lead": [0],
        "comms": [1],
        "counsel": [2],
        "legal": [2],
        "support": [0],
        "executive": [0],
        "guest": [],
    } | {"guest": [line.waiting for line in rooms_of(cast.guest)]}
    assert rooms_of(cast.stranger) == []


def test_a_room_one_has_left_is_no_longer_listed(cast: Cast, room: Incident) -> None:
    place = room.participant(cast.support)
    assert place is not None
    assert len(rooms_of(cast.support)) == 1
    remove_participant(place, by=cast.lead)
    assert rooms_of(cast.support) == []


def test_what_nobody_signed_in_time_lies_with_the_lead_too(cast: Cast, room: Incident) -> None:
    a_policy("Comms and legal", asks=[Demand("legal", (), minutes=30)])
    an_asked_revision(cast, room)
    wait(cast, room, 29)
    assert who_has(cast, room, "chase") == set()
    wait(cast, room, 1)
    assert who_has(cast, room, "chase") == {"lead"}
    assert who_has(cast, room, "sign") == {"counsel", "legal"}


def test_a_later_step_lies_on_nobodys_desk_before_its_turn(cast: Cast, room: Incident) -> None:
    a_policy("Comms and legal", asks=[Demand("comms", ()), Demand("legal", (), step=2)])
    revision = an_asked_revision(cast, room)
    assert who_has(cast, room, "sign") == {"comms"}
    sign_off(revision, seen_sha=revision.sha256, by=cast.comms)
    assert who_has(cast, room, "sign") == {"counsel", "legal"}


def test_a_line_whose_fact_is_refuted_is_offered_no_more(cast: Cast, room: Incident) -> None:
    """Also when it is out already: whoever copies it would say it again."""
    fact = post_fact(room, text="The letter was sent.", by=cast.comms)
    line = a_line(cast, room, citing=[fact])
    publish(line, channel="x", url="", seen_sha=line.sha256, by=cast.lead)
    assert [each.pk for each in desk(cast, room, "support").lines] == [line.statement_id]
    refute_fact(fact, by=cast.counsel)
    assert desk(cast, room, "support").lines == []
