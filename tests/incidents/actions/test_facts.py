from datetime import timedelta
from uuid import uuid4

import pytest

from common.verdicts import Refused
from incidents.actions.entries import strike_entry
from incidents.actions.facts import confirm_fact, post_fact, refute_fact
from incidents.models import Fact, FactState, Incident, Stream
from tests.cast import Cast, a_room, hire
from tests.incidents.actions.posts import told
from tests.races.together import together


@pytest.fixture
def fact(cast: Cast, room: Incident) -> Fact:
    return post_fact(room, text="The letter demanded $5,000.", source="a scan", by=cast.support, strands=())


def test_a_fact_starts_unverified_whoever_says_it(cast: Cast, room: Incident) -> None:
    fact = post_fact(room, text="We sent it.", source="the file", by=cast.counsel)
    assert (fact.state, fact.verifier, fact.text, fact.source) == (
        FactState.UNVERIFIED,
        None,
        "We sent it.",
        "the file",
    )
    assert fact.state_since == fact.entry.clock_at
    assert fact.ref == fact.entry.ref


def test_confirming_keeps_where_it_came_from(cast: Cast, room: Incident, fact: Fact) -> None:
    said = confirm_fact(fact, by=cast.legal, source="our file", note="Page two.")
    assert (said.type, said.refers_to, said.stream, said.actor) == (
        "fact.confirmed",
        fact.entry,
        Stream.WORKING,
        cast.legal,
    )
    assert said.payload == {
        "text": "The letter demanded $5,000.",
        "source": "our file",
        "note": "Page two.",
        "was_state": "unverified",
        "was_since": fact.entry.clock_at.isoformat(),
    }
    fact.refresh_from_db()
    assert (fact.state, fact.verifier, fact.state_since) == (FactState.CONFIRMED, cast.legal, said.clock_at)


def test_a_confirmed_fact_may_turn_out_wrong(cast: Cast, room: Incident, fact: Fact) -> None:
    confirmed = confirm_fact(fact, by=cast.legal)
    refuted = refute_fact(fact, by=cast.counsel, source="the owner")
    assert (refuted.type, refuted.payload["was_state"]) == ("fact.refuted", "confirmed")
    assert refuted.payload["was_since"] == confirmed.clock_at.isoformat()
    fact.refresh_from_db()
    assert (fact.state, fact.verifier) == (FactState.REFUTED, cast.counsel)


def test_saying_the_same_again_is_refused(cast: Cast, room: Incident, fact: Fact) -> None:
    refute_fact(fact, by=cast.legal)
    before = told(room)
    with pytest.raises(Refused, match="already refuted"):
        refute_fact(fact, by=cast.counsel)
    assert told(room) == before


@pytest.mark.parametrize("person", ["executive", "guest", "stranger"])
def test_who_does_not_hold_the_pen_settles_nothing(
    cast: Cast, room: Incident, fact: Fact, person: str
) -> None:
    before = told(room)
    for settle in confirm_fact, refute_fact:
        with pytest.raises(Refused):
            settle(fact, by=getattr(cast, person))
    fact.refresh_from_db()
    assert fact.state == FactState.UNVERIFIED
    assert told(room) == before


def test_a_privileged_fact_is_settled_among_the_cleared(cast: Cast, room: Incident) -> None:
    fact = post_fact(room, text="We have no case.", by=cast.counsel, stream=Stream.PRIVILEGED)
    with pytest.raises(Refused, match="not cleared"):
        confirm_fact(fact, by=cast.comms)
    assert confirm_fact(fact, by=cast.legal).stream == Stream.PRIVILEGED


def test_it_may_have_been_confirmed_earlier_but_not_later(cast: Cast, room: Incident, fact: Fact) -> None:
    with pytest.raises(Refused, match="still to come"):
        confirm_fact(fact, by=cast.legal, occurred_at=room.now() + timedelta(minutes=5))
    said = confirm_fact(fact, by=cast.legal, occurred_at=room.now() - timedelta(minutes=5))
    assert said.is_backdated


def test_it_stays_on_its_strands(cast: Cast, room: Incident) -> None:
    from incidents.actions.strands import create_strand

    create_strand(room, name="Goods", by=cast.lead)
    fact = post_fact(room, text="They were sold.", by=cast.legal, strands=["A"])
    assert confirm_fact(fact, by=cast.counsel).strands == ["A"]


def test_one_press_settles_once(cast: Cast, room: Incident, fact: Fact) -> None:
    key = uuid4()
    assert confirm_fact(fact, by=cast.legal, key=key) == confirm_fact(fact, by=cast.legal, key=key)
    assert len(told(room, "fact.confirmed")) == 1
    with pytest.raises(Refused, match="sent before"):
        refute_fact(fact, by=cast.legal, key=key)
    with pytest.raises(Refused, match="sent before"):
        confirm_fact(fact, by=cast.legal, source="another file", key=key)


@pytest.mark.django_db(transaction=True)
def test_of_six_who_confirm_at_once_one_does() -> None:
    cast = hire()
    room = a_room(cast)
    fact = post_fact(room, text="We sent it.", by=cast.comms)
    answers = together(
        [lambda by=by: confirm_fact(fact, by=by) for by in [cast.legal, cast.counsel, cast.lead] * 2]
    )
    assert [type(each) for each in answers if isinstance(each, Exception)] == [Refused] * 5
    assert len(told(room, "fact.confirmed")) == 1


# -- what words for the public may rest on -------------------------------------------------------


def test_only_open_facts_that_nobody_refuted_can_be_cited(cast: Cast, room: Incident) -> None:
    post_fact(room, text="unverified", by=cast.comms)
    confirm_fact(post_fact(room, text="confirmed", by=cast.comms), by=cast.legal)
    refute_fact(post_fact(room, text="refuted", by=cast.comms), by=cast.legal)
    post_fact(room, text="advice", by=cast.counsel, stream=Stream.PRIVILEGED)
    strike_entry(post_fact(room, text="struck", by=cast.comms).entry, reason="Not ours", by=cast.comms)
    citable = Fact.objects.filter(incident=room).citable()
    assert set(citable.values_list("text", flat=True)) == {"unverified", "confirmed"}


def test_facts_are_seen_by_who_sees_their_entry(cast: Cast, room: Incident) -> None:
    post_fact(room, text="for all", by=cast.comms, stream=Stream.BRIEFING)
    post_fact(room, text="for the team", by=cast.comms)
    post_fact(room, text="advice", by=cast.counsel, stream=Stream.PRIVILEGED)

    def seen(person: str) -> list[str]:
        return [fact.text for fact in Fact.objects.visible_to(getattr(cast, person)).told()]

    assert seen("counsel") == ["for all", "for the team", "advice"]
    assert seen("comms") == seen("executive") == ["for all", "for the team"]
    assert seen("guest") == ["for all"]
    assert seen("stranger") == []
