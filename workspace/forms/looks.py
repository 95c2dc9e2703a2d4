from django import forms

from incidents.forms.times import MomentField


class PinForm(forms.Form):
    """Which look an open page began with. What it does not understand, it ignores: a link is not a form."""

    look = forms.IntegerField(required=False, min_value=0, max_value=2**62)

    def pinned(self) -> int | None:
        self.is_valid()
        pinned: int | None = self.cleaned_data.get("look")
        return pinned


class LookForm(forms.Form):
    """How far the page went that was seen."""

    until = MomentField()
