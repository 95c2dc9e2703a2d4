from datetime import datetime, timedelta
from typing import Any

from incidents.actions.entries import strike_entry
from incidents.actions.signals import post_signal
from incidents.models import Incident, Stream
from reporting.figures import figures
from tests.cast import Cast
from workspace.clocks import clocks_of

READERS = ["lead", "comms", "counsel", "executive"]


def first_signal(cast: Cast, room: Incident, who: str) -> datetime | None:
    return clocks_of(room.participants.get(person=getattr(cast, who))).first_signal_at


def test_the_rail_and_the_figures_agree_on_the_first_signal(cast: Cast, room: Incident) -> None:
    """Neither one that was struck nor one that only the cleared know of."""
    now = room.now()
    said: dict[str, Any] = {"source": "Forum", "by": cast.counsel}
    post_signal(room, text="Seen", occurred_at=now - timedelta(hours=1), **said)
    wrong = post_signal(room, text="Not ours", occurred_at=now - timedelta(hours=3), **said)
    strike_entry(wrong, reason="Another site", by=cast.counsel)
    earlier = now - timedelta(hours=2)
    post_signal(room, text="Between us", occurred_at=earlier, stream=Stream.PRIVILEGED, **said)
    assert {first_signal(cast, room, who) for who in READERS} == {now - timedelta(hours=1)}
    assert figures(room).first_signal_at == now - timedelta(hours=1)


def test_a_guest_has_no_clock_for_what_they_cannot_read(cast: Cast, room: Incident) -> None:
    post_signal(room, text="Seen", source="Forum", by=cast.lead)
    assert first_signal(cast, room, "guest") is None
