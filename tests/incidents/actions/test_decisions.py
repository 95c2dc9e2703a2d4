from incidents.actions.decisions import make_decision
from incidents.models import Incident, Stream
from tests.cast import Cast


def test_a_decision_is_for_everyone_in_the_room(cast: Cast, room: Incident) -> None:
    decision = make_decision(
        room, text="Goods and address apart.", reason="One sinks the other.", by=cast.lead
    )
    assert decision.stream == Stream.BRIEFING
    assert decision.payload == {"text": "Goods and address apart.", "reason": "One sinks the other."}


def test_it_may_be_kept_to_the_team(cast: Cast, room: Incident) -> None:
    assert make_decision(room, text="We wait.", stream=Stream.WORKING, by=cast.comms).stream == Stream.WORKING
