from django import forms
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext_lazy as _

from accounts.forms.proven import ProvenForm
from approvals.forms.sign_offs import SeenForm
from common.text import CleanTextField
from incidents.forms.fields import KeyField
from publishing.models.break_glass import LEAST_REASON, LONGEST_REASON

TOO_LITTLE = MinLengthValidator(
    LEAST_REASON,
    _("Give the reason in at least %(limit_value)d characters: somebody will judge it afterwards."),
)


class OpenGlassForm(ProvenForm, SeenForm):
    """Why exactly this text cannot wait."""

    reason = CleanTextField(
        label=_("Why it cannot wait"),
        limit=LONGEST_REASON,
        validators=[TOO_LITTLE],
        help_text=_("Everyone in this room will read it, and somebody will judge it afterwards."),
    )


class SecondGlassForm(ProvenForm, SeenForm):
    """The same, said by a second person."""


class ReviewGlassForm(forms.Form):
    text = CleanTextField(
        label=_("Was it right to break the glass, and what follows from it?"), limit=LONGEST_REASON
    )
    key = KeyField()
