from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident
from incidents.policy import happened

# No crisis lies outside; and some moments of the years 1 and 9999 go into Postgres and never come out again.
YEARS = range(1900, 2200)


def past(moment: datetime | None, incident: Incident) -> datetime | None:
    """`moment`, if the room's clock has reached it: the action's own question, so that the words come back
    with the sentence beside them. Raises ValidationError."""
    if not (verdict := happened(incident, moment)):
        raise ValidationError(str(verdict.reason), code="future")
    return moment


class MomentInput(forms.DateTimeInput):
    """A date and time field. `<moment-field>` in the browser adds the reader's own offset before sending."""

    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


class MomentField(forms.DateTimeField):
    """A moment. Accepts ISO 8601 with an offset; without one it is read in the server's current time zone."""

    widget = MomentInput
    default_error_messages = {"invalid": _("Write a date and a time, such as 2026-11-23 16:45.")}

    def to_python(self, value: Any) -> datetime | None:
        moment = self._read(value)
        if moment is not None and moment.year not in YEARS:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return moment

    def _read(self, value: Any) -> datetime | None:
        if isinstance(value, str) and value.strip():
            try:
                moment = parse_datetime(value.strip())
            except ValueError:
                moment = None
            if moment is not None:
                return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
        return super().to_python(value)
