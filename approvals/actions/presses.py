"""The press that comes twice: a double click, or a browser sending again after a lost answer."""

from typing import TypeVar
from uuid import UUID

from django.db import models

from accounts.models import User
from common.verdicts import Refused
from incidents.timeline import SENT_BEFORE, already_recorded

Row = TypeVar("Row", bound=models.Model)


def made_by_press(
    model: type[Row], *, by: User, key: UUID | None, otherwise: type[Refused] = Refused, **said: object
) -> Row | None:
    """The row that this press made the first time; None when it is the first time.

    Ask under the room's lock. Every row that a deed makes has the entry that tells of it, which has the key.
    Raises `otherwise` when the key belongs to another kind of deed, or to one that did not say what this one
    has `said` (as a query's keywords).
    """
    entry = already_recorded(by, key)
    if entry is None:
        return None
    row = model._base_manager.filter(entry=entry, **said).first()
    if row is None:
        raise otherwise(SENT_BEFORE)
    return row
