"""Person by question: who ends a room, and who reads its figures."""

import pytest

from incidents.models import Incident
from reporting import policy
from tests.cast import Cast

EVERYONE = ["lead", "comms", "counsel", "legal", "support", "executive", "guest"]


@pytest.mark.parametrize("who", [*EVERYONE, "stranger"])
def test_only_the_lead_closes(cast: Cast, room: Incident, who: str) -> None:
    assert bool(policy.close_room(getattr(cast, who), room)) == (who == "lead")


@pytest.mark.parametrize("who", [*EVERYONE, "stranger"])
def test_everyone_in_the_room_reads_the_figures(cast: Cast, room: Incident, who: str) -> None:
    assert bool(policy.read_figures(getattr(cast, who), room)) == (who != "stranger")
