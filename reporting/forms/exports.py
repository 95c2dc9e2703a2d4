from django import forms

from incidents.forms.fields import KeyField


class ExportForm(forms.Form):
    """Nothing to fill in: a copy holds all that its reader may see."""

    key = KeyField()
