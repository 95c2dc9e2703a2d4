from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from accounts.models import User
from incidents.actions.posting import post
from incidents.entries import SignalPosted
from incidents.models import Incident, Stream, TimelineEntry


def post_signal(
    incident: Incident,
    *,
    text: str,
    source: str,
    url: str = "",
    author: str = "",
    reach: int | None = None,
    volume: int = 1,
    by: User,
    occurred_at: datetime | None = None,
    strands: Iterable[str] = (),
    stream: Stream | None = None,
    key: UUID | None = None,
) -> TimelineEntry:
    """Note something heard outside. `reach` counts people, `volume` the posts this line stands for."""
    signal = SignalPosted(
        text=text, source=source, url=url, author=author, reach=reach, volume=volume, stream=stream
    )
    return post(incident, signal, by=by, occurred_at=occurred_at, strands=strands, key=key)[0]
