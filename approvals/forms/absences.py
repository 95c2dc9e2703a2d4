from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from incidents.forms.times import MomentField
from incidents.models import Participant, Role


class AbsenceForm(forms.Form):
    """Until when, and who signs instead. Offers those whom its reader shares a room with."""

    deputy = forms.ModelChoiceField(
        label=_("Who signs while you are away?"), queryset=get_user_model().objects.none()
    )
    starts_at = MomentField(label=_("Away from"), required=False, help_text=_("Empty: from now on."))
    ends_at = MomentField(label=_("Back at"))

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Participant.objects.active().filter(person=person).values("incident")
        colleagues = Participant.objects.active().filter(incident__in=mine).exclude(role=Role.GUEST)
        people = get_user_model().objects.filter(is_active=True, pk__in=colleagues.values("person"))
        self.fields["deputy"].queryset = people.exclude(pk=person.pk)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What the action asks, so that the sentence stands beside the field."""
        data = super().clean() or {}
        starts_at, ends_at = data.get("starts_at") or timezone.now(), data.get("ends_at")
        data["starts_at"] = starts_at
        if ends_at and ends_at <= max(starts_at, timezone.now()):
            self.add_error("ends_at", _("An absence ends after it begins, and not in the past."))
        return data
