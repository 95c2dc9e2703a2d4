"""The press that comes twice: a double click, or a browser sending again after a lost answer."""

from typing import TypeVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.verdicts import Refused
from incidents.timeline import already_recorded

Row = TypeVar("Row", bound=models.Model)


def made_by_press(model: type[Row], *, by: User, key: UUID | None) -> Row | None:
    """The row that this press made the first time; None when it is the first time.

    Ask under the room's lock. Every row that a deed makes has the entry that tells of it, which has the key.
    Raises Refused when the key belongs to another kind of deed.
    """
    entry = already_recorded(by, key)
    if entry is None:
        return None
    row = model._default_manager.filter(entry=entry).first()
    if row is None:
        raise Refused(_("This form was sent before, for something else. Load the page again."))
    return row
