from django import forms
from django.utils.translation import gettext_lazy as _

from common.text import CleanTextField
from incidents.forms.entries import LINE, WORDS
from incidents.forms.fields import KeyField
from incidents.models import Kind, Severity, Status


class OpenRoomForm(forms.Form):
    """Three questions, for someone with ten seconds."""

    title = CleanTextField(label=_("What is happening?"), limit=LINE, multiline=False)
    severity = forms.TypedChoiceField(
        label=_("How bad is it now?"),
        choices=Severity.choices,
        coerce=lambda value: Severity(int(value)),
        widget=forms.RadioSelect,
        initial=Severity.SEV2,
    )
    kind = forms.TypedChoiceField(
        label=_("What kind of thing is it?"), choices=Kind.choices, coerce=Kind, initial=Kind.MISINFORMATION
    )
    summary = CleanTextField(label=_("Where did you see it?"), limit=WORDS, required=False)
    is_exercise = forms.BooleanField(label=_("Exercise. A drill; nothing goes out for real."), required=False)
    key = KeyField()


class ChangeRoomForm(forms.Form):
    title = CleanTextField(label=_("What is happening?"), limit=LINE, multiline=False)
    summary = CleanTextField(label=_("In a sentence"), limit=WORDS, required=False)
    severity = forms.TypedChoiceField(
        label=_("How bad is it now?"), choices=Severity.choices, coerce=lambda value: Severity(int(value))
    )
    status = forms.TypedChoiceField(
        label=_("Where do we stand?"),
        choices=[(status.value, status.label) for status in Status if status != Status.CLOSED],
        coerce=Status,
    )
