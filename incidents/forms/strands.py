from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from common.text import CleanTextField
from incidents.forms.entries import WORDS
from incidents.forms.fields import KeyField
from incidents.models import Incident


class StrandForm(forms.Form):
    name = CleanTextField(label=_("What is this strand about?"), limit=120, multiline=False)
    position = CleanTextField(label=_("Our position"), limit=WORDS, required=False)
    owner = forms.ModelChoiceField(
        label=_("Owner"),
        queryset=get_user_model().objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
    )

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = incident.participants.active().values("person")
        self.fields["owner"].queryset = (  # type: ignore[attr-defined]
            get_user_model().objects.filter(pk__in=here)
        )


class NewStrandForm(StrandForm):
    key = KeyField()
