"""Where a page begins to listen: at what it shows, with its reader's own streams, and as that reader."""

from incidents.actions.notes import post_note
from incidents.listening import Listening, listening_for, pass_for
from incidents.models import Incident, Stream
from live.passes import Pass
from tests.cast import Cast

SESSION = "a" * 32


def listening(room: Incident, who: str, cast: Cast, page: str = "") -> Listening:
    place = room.participant(getattr(cast, who))
    assert place
    return listening_for(room, place, session_key=SESSION, page=page)


def test_a_page_listens_to_what_its_reader_may_read_and_to_nothing_else(cast: Cast, room: Incident) -> None:
    streams = {who: set(listening(room, who, cast).cursors) for who in ("guest", "comms", "counsel")}
    assert streams == {
        "guest": {Stream.BRIEFING},
        "comms": {Stream.BRIEFING, Stream.WORKING},
        "counsel": {Stream.BRIEFING, Stream.WORKING, Stream.PRIVILEGED},
    }


def test_what_happens_while_the_page_is_drawn_is_sent_once_more_and_not_missed(
    cast: Cast, room: Incident
) -> None:
    read = Incident.objects.get(pk=room.pk)
    post_note(room, text="Just now.", by=cast.comms)
    held = listening(read, "lead", cast).cursors
    fresh = Incident.objects.get(pk=room.pk).heads()
    assert held[Stream.WORKING] == fresh[Stream.WORKING] - 1
    assert held[Stream.BRIEFING] == fresh[Stream.BRIEFING]


def test_a_page_proves_who_looks_at_what(cast: Cast, room: Incident) -> None:
    room.refresh_from_db()
    said = listening(room, "comms", cast, "revision.5.7")
    assert (said.room, said.epoch) == (room.pk, room.epoch)
    shown = Pass.read(said.token, session_key=SESSION, room=room.pk)
    assert shown
    assert (shown.person, shown.page) == (cast.comms.pk, "revision.5.7")
    assert shown.is_as_new_as(room.rights_version)


def test_without_a_session_there_is_a_pass_that_opens_nothing(cast: Cast, room: Incident) -> None:
    place = room.participant(cast.comms)
    assert place
    token = pass_for(room, place, session_key=None)
    assert Pass.read(token, session_key="", room=room.pk) is None
