"""Where a page begins to listen."""

from incidents.models import Incident, Participant


def cursors_for(incident: Incident, place: Participant) -> dict[str, int]:
    """The last number of each stream this participant may read. Others are not named: not even their numbers
    leave the server."""
    return {stream: n for stream, n in incident.heads().items() if stream in place.streams}
