from typing import Annotated

from accounts.models import User
from exercises.deeds.registry import deed
from exercises.fields import StrandKey
from exercises.stage import Stage
from incidents.actions import strands


@deed()
def create_strand(stage: Stage, *, strand: Annotated[str, StrandKey(created=False)], by: User) -> None:
    """Creates the strand as the pack's head describes it."""
    plan = stage.pack.strands[strand]
    made = strands.create_strand(
        stage.room, name=plan.name, position=plan.position, owner=stage.people.get(plan.owner), by=by
    )
    stage.strands[strand] = made.pk


@deed()
def change_strand(stage: Stage, *, strand: Annotated[str, StrandKey()], position: str, by: User) -> None:
    """States our position anew."""
    now = stage.strand(strand)
    strands.change_strand(now, name=now.name, position=position, owner=now.owner, by=by)
