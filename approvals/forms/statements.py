from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.forms.words import WordsForm
from approvals.models import StatementKind
from common.text import CleanTextField
from incidents.forms.entries import LINE
from incidents.forms.fields import StrandsField
from incidents.models import Incident


class StatementForm(WordsForm):
    """A new statement: what a revision asks for, and what stays the same through all of them."""

    title = CleanTextField(label=_("What is it called in this room?"), limit=LINE, multiline=False)
    kind = forms.TypedChoiceField(
        label=_("What is it?"),
        choices=StatementKind.choices,
        coerce=StatementKind,
        initial=StatementKind.POST,
    )

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, incident=incident, **kwargs)
        self.fields["strands"] = StrandsField(incident)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("kind") != StatementKind.LINE:
            for name in ("valid_until", "spokespeople"):
                if data.get(name):
                    self.add_error(name, _("Only a line to take has this."))
        return data
