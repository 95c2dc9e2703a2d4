"""What a page needs to be kept in step with its room."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from incidents.models import Incident, Participant
from live import passes


@dataclass(frozen=True)
class Listening:
    """For `components/live_room.html`. `cursors`: up to which number of each stream the page tells the story.
    `token`: its pass at the door of the room."""

    room: int
    epoch: UUID
    cursors: Mapping[str, int]
    token: str


def listening_for(
    incident: Incident, place: Participant, *, session_key: str | None, page: str = ""
) -> Listening:
    """Where the page of this participant begins to listen. `incident` has been read before what the page shows:
    what happens in between is then sent again and dropped, never missed.

    Streams that the participant may not read are not named: not even their numbers leave the server. `page` says
    what is on it, see `live.presence`.
    """
    return Listening(
        room=incident.pk,
        epoch=incident.epoch,
        cursors={stream: n for stream, n in incident.heads().items() if stream in place.streams},
        token=pass_for(incident, place, session_key=session_key, page=page),
    )


def pass_for(incident: Incident, place: Participant, *, session_key: str | None, page: str = "") -> str:
    return passes.mint(
        person=place.person_id,
        session_key=session_key or "",
        room=incident.pk,
        rights_version=incident.rights_version,
        page=page,
    )
