from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.text import clean_text

LONGEST_NOTE = 2000


@dataclass(frozen=True, kw_only=True)
class Reported:
    """What people say of the response, as they say it. Shown beside what the timeline says, never instead.

    `reach` is a net number of people; `work_hours` the lead's own work. None for what nobody reported.
    """

    messages: int | None = None
    reach: int | None = None
    work_hours: int | None = None
    note: str = ""

    @classmethod
    def read(cls, given: Mapping[str, Any] | None) -> Self:
        """From a form or a pack. Raises ValidationError for a number that is none, or a name nobody knows."""
        given = {name: value for name, value in (given or {}).items() if value not in (None, "")}
        if unknown := given.keys() - {each.name for each in fields(cls)}:
            raise ValidationError(
                _("Nothing is reported as %(name)s.") % {"name": ", ".join(sorted(unknown))}
            )
        for name in given.keys() - {"note"}:
            # bool is an int in Python, but nobody reports True messages.
            if not isinstance(given[name], int) or isinstance(given[name], bool) or given[name] < 0:
                raise ValidationError({name: _("Give a whole number, zero or more.")})
        if "note" in given:
            given["note"] = clean_text(given["note"], limit=LONGEST_NOTE)
        return cls(**given)

    def to_payload(self) -> dict[str, Any]:
        """Only what was reported, as JSON primitives."""
        return {name: value for name, value in asdict(self).items() if value not in (None, "")}
