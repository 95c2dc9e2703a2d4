from uuid import uuid4

import pytest

from approvals.models import Statement
from common.verdicts import Refused
from incidents.actions.facts import confirm_fact, post_fact, refute_fact
from incidents.actions.strands import create_strand
from incidents.models import Incident, Stream, TimelineEntry
from tests.approvals.proofs import WORDS, a_draft
from tests.cast import Cast, a_room


def test_a_draft_is_told_to_the_team_and_not_in_so_many_words(cast: Cast, room: Incident) -> None:
    strand = create_strand(room, name="The site's URL", by=cast.lead)
    statement = a_draft(cast, room, strands=[strand.letter])

    told = TimelineEntry.objects.get(type="statement.drafted")
    assert statement.entry == told
    assert (told.stream, told.actor, told.strands) == (Stream.WORKING, cast.lead, ["A"])
    assert told.payload["statement"] == statement.pk
    assert told.payload["sha"] == statement.current.sha256[:12]
    assert WORDS not in str(told.payload)


def test_a_cited_fact_keeps_its_wording(cast: Cast, room: Incident) -> None:
    facts = [post_fact(room, text=text, by=cast.support) for text in ("He called.", "Nobody was paid.")]
    confirm_fact(facts[1], by=cast.counsel, source="the file")
    current = a_draft(cast, room, citing=[facts[1], facts[0], facts[1]]).current
    assert [(cited.fact, cited.wording) for cited in current.citations.all()] == [
        (facts[1], "Nobody was paid."),
        (facts[0], "He called."),
    ]


def test_two_presses_of_one_button_are_one_draft(cast: Cast, room: Incident) -> None:
    key = uuid4()
    assert a_draft(cast, room, key=key) == a_draft(cast, room, key=key)
    assert Statement.objects.count() == 1


def test_a_key_that_did_something_else_is_refused(cast: Cast, room: Incident) -> None:
    key = uuid4()
    post_fact(room, text="He called.", by=cast.lead, key=key)
    with pytest.raises(Refused, match="sent before"):
        a_draft(cast, room, key=key)


@pytest.mark.parametrize("who", ["executive", "guest", "stranger"])
def test_who_holds_no_pen_drafts_nothing(cast: Cast, room: Incident, who: str) -> None:
    with pytest.raises(Refused):
        a_draft(cast, room, by=getattr(cast, who))
    assert not Statement.objects.exists()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"text": " \n "}, "Please write something"),
        ({"text": "looks fine\u202e"}, "reading direction"),
        ({"text": "looks\u200b fine"}, "no width"),
        ({"text": "a" * 281}, "1 character too long for X, which takes 280"),
        ({"text": "글" * 150, "channels": ["press", "x"]}, "20 characters too long for X"),
        ({"text": "a" * 312, "channels": ["bluesky", "mastodon"]}, "12 characters too long for Bluesky"),
        ({"channels": ["myspace"]}, "no channel called myspace"),
        ({"strands": ["Q"]}, "no strand Q"),
    ],
)
def test_words_that_cannot_go_out_are_refused_with_the_reason(
    cast: Cast, room: Incident, fields: dict, reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        a_draft(cast, room, **fields)
    assert not Statement.objects.exists()
    assert not TimelineEntry.objects.filter(type="statement.drafted").exists()


def test_the_press_takes_a_long_text(cast: Cast, room: Incident) -> None:
    assert a_draft(cast, room, text="word " * 900, channels=["press", "email"]).current.words == 900


def test_only_open_facts_of_the_room_are_cited(cast: Cast, room: Incident) -> None:
    advice = post_fact(room, text="We may lose.", by=cast.counsel, stream=Stream.PRIVILEGED)
    elsewhere = post_fact(a_room(cast), text="He called.", by=cast.support)
    wrong = post_fact(room, text="He was paid.", by=cast.support)
    refute_fact(wrong, by=cast.counsel)
    for fact in (advice, elsewhere):
        with pytest.raises(Refused, match="open streams"):
            a_draft(cast, room, citing=[fact], by=cast.counsel)
    with pytest.raises(Refused, match=f"{wrong.ref} has been refuted"):
        a_draft(cast, room, citing=[wrong])
