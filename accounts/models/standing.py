"""One number for the whole house, that moves whenever somebody may have to go."""

import pgtrigger
from django.db import models
from django.db.models import Q

from common.guards import Guard

MOVE = (
    "INSERT INTO accounts_standing (id, moves) VALUES (1, 1) "
    "ON CONFLICT (id) DO UPDATE SET moves = accounts_standing.moves + 1;"
)


class Standing(models.Model):
    """Moves in the same transaction in which a session ends or an account changes (see `moves_standing`).

    While it is the same, every session that was found in order still is, or has run out by the clock alone: so
    whoever watches many sessions reads one number instead of all of them. A row and not a sequence, because a
    sequence moves before the commit, and who read it then would never look again. A missing row means 0.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    moves = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(name="one_standing", condition=Q(id=1))]

    def __str__(self) -> str:
        return str(self.moves)


def moves_standing(*columns: str, of: str = "true") -> list[Guard]:
    """Triggers that move the standing when rows of a table go, or their `columns` change. Rows for which the
    condition `of` did not hold never counted.

    Once per statement, however many rows: clearing out a hundred thousand old sessions moves it once. They ask
    what really happened, because a statement that touches no row moves nothing.
    """
    named = ", ".join(columns)
    were = f"SELECT {named} FROM was WHERE {of}"  # noqa: S608  our own names
    return [
        Guard(
            name="deleting_moves_standing",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Delete,
            referencing=pgtrigger.Referencing(old="was"),
            func=f"IF EXISTS ({were}) THEN {MOVE} END IF; RETURN NULL;",
        ),
        Guard(
            name="changing_moves_standing",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Update,
            referencing=pgtrigger.Referencing(old="was", new="now"),
            func=f"IF EXISTS ({were} EXCEPT SELECT {named} FROM now) THEN {MOVE} END IF; RETURN NULL;",  # noqa: S608
        ),
        Guard(
            name="truncating_moves_standing",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Truncate,
            func=f"{MOVE} RETURN NULL;",
        ),
    ]
