from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.text import CleanTextField
from incidents.forms.fields import KeyField
from incidents.forms.times import MomentField, past
from incidents.models import Incident
from publishing.models import Basis

# More accounts than there are people, and fewer than the column can hold.
MOST = 10**11
METHOD = 300


class ReachForm(forms.Form):
    """A count at a moment. Without its method it would be a rumour."""

    reposts = forms.IntegerField(label=_("Reposts"), required=False, min_value=0, max_value=2**31 - 1)
    accounts = forms.IntegerField(label=_("Accounts reached"), min_value=0, max_value=MOST)
    method = CleanTextField(
        label=_("How it was counted"),
        limit=METHOD,
        multiline=False,
        help_text=_("Such as: sum of the followers of those who reposted."),
    )
    basis = forms.ChoiceField(
        label=_("Gross or net"),
        choices=[
            (Basis.GROSS, _("Gross: a person counts once for every repost they saw")),
            (Basis.NET, _("Net: a person counts once")),
        ],
        initial=Basis.GROSS,
    )
    counted_at = MomentField(label=_("Counted at"), required=False, help_text=_("Empty means just now."))
    key = KeyField()

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.incident = incident

    def clean_counted_at(self) -> datetime | None:
        return past(self.cleaned_data["counted_at"], self.incident)
