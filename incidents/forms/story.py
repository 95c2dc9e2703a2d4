from datetime import datetime

from django import forms

from incidents.entries import GROUPS
from incidents.forms.times import MomentField
from incidents.models import Stream
from incidents.story import StoryFilter


class StoryForm(forms.Form):
    """The query string over the story. What it does not understand, it ignores: a link is not a form."""

    type = forms.ChoiceField(choices=[(group, label) for group, label in GROUPS.items()], required=False)
    strand = forms.RegexField(r"^[A-Z]{1,3}$", required=False)
    person = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    stream = forms.ChoiceField(choices=Stream.choices, required=False)
    q = forms.CharField(required=False, max_length=200)
    before = MomentField(required=False)

    def wanted(self) -> StoryFilter:
        self.is_valid()
        data = self.cleaned_data
        return StoryFilter(
            group=data.get("type") or "",
            strand=data.get("strand") or "",
            person=data.get("person"),
            stream=data.get("stream") or "",
            words=data.get("q") or "",
        )

    def before_moment(self) -> datetime | None:
        self.is_valid()
        return self.cleaned_data.get("before")
