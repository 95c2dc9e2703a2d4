"""The composer's forms, one per type, and the short ones under an entry's menu."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from common.text import CleanTextField
from incidents.forms.fields import KeyField, LinkField, StrandsField, StreamField
from incidents.forms.times import MomentField, past
from incidents.models import Incident, Participant, Role

# A long paragraph; whatever is longer is a document, and belongs behind a link.
WORDS = 4000
LINE = 200


class EntryForm(forms.Form):
    """What every type asks. Fields carry the names of the action's arguments."""

    slug: ClassVar[str]
    text = CleanTextField(label=_("What happened, or what do you know?"), limit=WORDS)
    occurred_at = MomentField(label=_("Happened earlier?"), required=False)
    key = KeyField()

    def __init__(self, *args: Any, incident: Incident, place: Participant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.incident = incident
        self.fields["strands"] = StrandsField(incident)
        self.fields["stream"] = StreamField(place)

    def clean_occurred_at(self) -> datetime | None:
        return past(self.cleaned_data["occurred_at"], self.incident)


class NoteForm(EntryForm):
    slug = "note"


class SignalForm(EntryForm):
    slug = "signal"
    source = CleanTextField(label=_("Where from"), limit=LINE, multiline=False)
    url = LinkField(label=_("Link"), required=False)
    author = CleanTextField(label=_("Who said it"), limit=LINE, multiline=False, required=False)
    reach = forms.IntegerField(label=_("People it reaches"), required=False, min_value=0, max_value=10**10)
    volume = forms.IntegerField(
        label=_("How many posts is this?"), required=False, min_value=1, max_value=10**9
    )

    def clean_volume(self) -> int:
        return self.cleaned_data["volume"] or 1


class FactForm(EntryForm):
    slug = "fact"
    source = CleanTextField(label=_("How do we know?"), limit=LINE, multiline=False, required=False)


class DecisionForm(EntryForm):
    slug = "decision"
    reason = CleanTextField(label=_("Why"), limit=WORDS, required=False)


class CallForm(EntryForm):
    slug = "call"
    with_whom = CleanTextField(label=_("With whom"), limit=LINE, multiline=False)
    text = CleanTextField(label=_("What was said"), limit=WORDS, required=False)
    agreed = CleanTextField(label=_("Agreed"), limit=WORDS, required=False)
    promised = CleanTextField(label=_("Promised"), limit=WORDS, required=False)
    promised_by = MomentField(label=_("By when"), required=False)
    minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=1, max_value=6000)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not any(data.get(name) for name in ("text", "agreed", "promised")):
            self.add_error("text", _("Say what was said, agreed or promised."))
        if data.get("promised_by") and not data.get("promised"):
            self.add_error("promised", _("Say what was promised by then."))
        return data


class QuestionForm(EntryForm):
    slug = "question"
    asked_of = forms.ChoiceField(
        label=_("For"),
        required=False,
        choices=[("", _("Anyone")), *((role.value, role.label) for role in Role if role != Role.GUEST)],
    )


ENTRY_FORMS: dict[str, type[EntryForm]] = {
    form.slug: form for form in (NoteForm, SignalForm, FactForm, DecisionForm, CallForm, QuestionForm)
}


class SettleForm(forms.Form):
    source = CleanTextField(label=_("Going by what?"), limit=LINE, multiline=False)
    note = CleanTextField(label=_("Anything to add"), limit=WORDS, required=False)
    key = KeyField()


class AnswerForm(forms.Form):
    text = CleanTextField(label=_("Answer"), limit=WORDS)
    key = KeyField()


class StrikeForm(forms.Form):
    reason = CleanTextField(label=_("What is wrong with it?"), limit=LINE, multiline=False)
    text = CleanTextField(label=_("What is right instead"), limit=WORDS, required=False)
    key = KeyField()
