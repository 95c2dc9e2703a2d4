from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.forms.sign_offs import SeenForm
from approvals.models import ReviewKind
from common.text import CleanTextField
from incidents.forms.entries import WORDS


class ReviewForm(SeenForm):
    """What someone says about a revision. The button that was pressed says whether it has to change."""

    text = CleanTextField(label=_("What do you say about it?"), limit=WORDS)
    kind = forms.TypedChoiceField(choices=ReviewKind.choices, coerce=ReviewKind, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="talk_%s", **kwargs)

    @property
    def asks_for_changes(self) -> bool:
        """Asked of a form that was sent, whether or not the rest of it holds."""
        return self.data.get("kind") == ReviewKind.CHANGES_REQUESTED
