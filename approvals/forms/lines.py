"""What a line to take has beside its words: who may say it, and until when."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.forms.times import MomentField
from incidents.models import Incident, Role


class SpokespeopleField(forms.TypedMultipleChoiceField):
    """Ids of people in the room, in ascending order; guests, who see no statement, are not among them."""

    def __init__(self, incident: Incident, **kwargs: Any) -> None:
        def choices() -> list[tuple[int, str]]:
            places = incident.participants.active().exclude(role=Role.GUEST).select_related("person")
            return [(place.person_id, str(place)) for place in places]

        super().__init__(
            choices=choices,
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            label=_("Who may say it on their own"),
            **kwargs,
        )

    def clean(self, value: Any) -> list[int]:
        return sorted(set(super().clean(value)))


def line_fields(incident: Incident) -> dict[str, forms.Field]:
    return {
        "spokespeople": SpokespeopleField(incident),
        "valid_until": MomentField(
            label=_("Until when"),
            required=False,
            help_text=_("And for as long as none of its facts is refuted."),
        ),
    }


def check_line(data: dict[str, Any], incident: Incident, complain: Callable[[str, Any], None]) -> None:
    """Whoever is given a line is given it for a time, and that time lies ahead."""
    until: datetime | None = data.get("valid_until")
    if until and until <= incident.now():
        complain("valid_until", _("This has to lie ahead."))
    if data.get("spokespeople") and not until:
        complain("valid_until", _("Say until when they may say it."))
