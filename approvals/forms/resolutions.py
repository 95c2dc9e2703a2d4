from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.forms.sign_offs import SeenForm
from approvals.models import Outcome


class ResolutionForm(SeenForm):
    """One press about one review: the button says what is decided."""

    outcome = forms.TypedChoiceField(
        choices=Outcome.choices,
        coerce=Outcome,
        error_messages={"required": _("Say what you decide."), "invalid_choice": _("Say what you decide.")},
    )
