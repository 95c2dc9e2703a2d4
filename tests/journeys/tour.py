"""A room half way through its story, and every page that somebody looks at in it."""

import pytest
from django.db import transaction

from approvals.models import Statement
from exercises import casting
from exercises.replay import play
from exercises.shelf import find_pack
from incidents.models import Incident
from tests.cast import Cast


@pytest.fixture
def half_played(cast: Cast) -> Incident:
    pack = find_pack("ranger-station-fire")
    with transaction.atomic():
        room = play(pack, people=casting.cast(pack), until="halfway")
    assert room is not None
    return room


def pages(room: Incident) -> list[tuple[str, str]]:
    """Who looks at what."""
    statement = Statement.objects.get(incident=room, title__startswith="Official statement")
    here, paper = f"/rooms/{room.pk}", f"/statements/{statement.pk}"
    return [
        ("lead", "/"),
        ("lead", "/packs/"),
        ("lead", "/jobs/"),
        ("lead", f"{here}/"),
        ("lead", f"{here}/?type=fact"),
        ("lead", f"{here}/participants/"),
        ("lead", f"{here}/strands/"),
        ("lead", f"{here}/changes/"),
        ("lead", f"{here}/closure/"),
        ("lead", f"{here}/exports/"),
        ("lead", f"{here}/policies/"),
        ("lead", f"{here}/policies/new/"),
        ("lead", f"{here}/statements/new/"),
        ("lead", f"{paper}/edit/"),
        ("lead", "/out-of-office/"),
        ("counsel", f"{here}/"),
        ("counsel", f"{paper}/"),
        ("executive", f"{here}/executive/"),
        ("executive", f"{here}/executive/?wall=1"),
        ("executive", f"{here}/figures/"),
        ("executive", f"{here}/entries/w12/"),
    ]
