from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from accounts.models import User
from incidents.actions.posting import post
from incidents.entries import NotePosted
from incidents.models import Incident, Stream, TimelineEntry


def post_note(
    incident: Incident,
    *,
    text: str,
    by: User,
    occurred_at: datetime | None = None,
    strands: Iterable[str] = (),
    stream: Stream | None = None,
    key: UUID | None = None,
) -> TimelineEntry:
    """Write down anything that is none of the other things. In the privileged stream, it is advice."""
    note = NotePosted(text=text, stream=stream)
    return post(incident, note, by=by, occurred_at=occurred_at, strands=strands, key=key)[0]
