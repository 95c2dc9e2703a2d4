from incidents.actions.notes import post_note
from incidents.models import Incident, Stream
from tests.cast import Cast


def test_a_note_is_for_the_team(cast: Cast, room: Incident) -> None:
    note = post_note(room, text="He is reachable after four.", by=cast.support)
    assert (note.stream, note.payload) == (Stream.WORKING, {"text": "He is reachable after four."})


def test_among_the_cleared_it_is_advice(cast: Cast, room: Incident) -> None:
    advice = post_note(room, text="Do not concede the mark.", by=cast.counsel, stream=Stream.PRIVILEGED)
    assert advice.ref == "p1"
