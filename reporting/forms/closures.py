from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.text import CleanTextField
from incidents.forms.fields import KeyField
from incidents.forms.times import MomentField, past
from incidents.models import Incident
from reporting.reported import LONGEST_NOTE

MOST = 10**11
REPORTED = ("messages", "reach", "work_hours", "note")


class ClosureForm(forms.Form):
    """What the lead says at the end. All of it may stay empty: the figures are computed either way."""

    resolved_at = MomentField(label=_("Resolved at"), required=False)
    messages = forms.IntegerField(label=_("Messages"), required=False, min_value=0, max_value=MOST)
    reach = forms.IntegerField(label=_("People reached, net"), required=False, min_value=0, max_value=MOST)
    work_hours = forms.IntegerField(label=_("Hours of work"), required=False, min_value=0, max_value=MOST)
    note = CleanTextField(
        label=_("How these were counted, and what else should be remembered"),
        limit=LONGEST_NOTE,
        required=False,
    )
    key = KeyField()

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.incident = incident

    def clean_resolved_at(self) -> datetime | None:
        return past(self.cleaned_data["resolved_at"], self.incident)

    def clean(self) -> dict[str, Any]:
        """A reported reach without its method is refused here as everywhere."""
        data = super().clean() or {}
        if data.get("reach") is not None and not data.get("note") and "note" not in self.errors:
            self.add_error("note", _("Say how the people reached were counted."))
        return data

    @property
    def reported(self) -> dict[str, Any]:
        """Only what was filled in, by the names that `reporting.reported.Reported` knows."""
        given = {name: self.cleaned_data[name] for name in REPORTED}
        return {name: value for name, value in given.items() if value not in (None, "")}
