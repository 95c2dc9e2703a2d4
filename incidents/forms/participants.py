from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident, Role


class RoleForm(forms.Form):
    role = forms.TypedChoiceField(label=_("Role"), choices=Role.choices, coerce=Role)
    is_cleared = forms.BooleanField(label=_("Cleared for privileged material"), required=False)


class InviteForm(RoleForm):
    """Offers everyone with an account who is not in the room."""

    person = forms.ModelChoiceField(
        label=_("Person"), queryset=get_user_model().objects.none(), empty_label=_("Choose someone")
    )
    field_order = ["person", "role", "is_cleared"]

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].initial = Role.SUPPORT  # nobody becomes lead because it stands first
        people = get_user_model().objects.filter(is_active=True)
        here = incident.participants.active().values("person")
        self.fields["person"].queryset = people.exclude(pk__in=here)  # type: ignore[attr-defined]
