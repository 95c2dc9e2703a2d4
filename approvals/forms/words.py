"""What every revision asks for: the words, where they go, and what they rest on."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from approvals.forms.fields import CitationsField
from approvals.forms.lines import check_line, line_fields
from approvals.models import LONGEST, Channel, length_of, limit_for, too_long
from common.text import CleanTextField
from incidents.forms.fields import KeyField
from incidents.models import Fact, Incident


@dataclass(frozen=True)
class ChannelBox:
    """One channel to tick, with the length of the words there as the server counts it."""

    channel: Channel
    is_chosen: bool
    length: int

    @property
    def limit(self) -> int | None:
        return limit_for(self.channel)


@dataclass(frozen=True)
class FactBox:
    fact: Fact
    is_chosen: bool


class WordsForm(forms.Form):
    text = CleanTextField(label=_("Words for the public"), limit=LONGEST)
    channels = forms.MultipleChoiceField(
        label=_("Where it goes out"),
        choices=Channel.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(
        label=_("Language of the words"), choices=settings.LANGUAGES, initial=get_language
    )
    key = KeyField()

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.incident = incident
        self.fields.update(line_fields(incident))
        self.fields["citations"] = CitationsField(Fact.objects.filter(incident=incident).citable().told())

    def clean(self) -> dict[str, Any]:
        """What `approvals.actions.packing` asks, so that the words come back with the sentence beside them."""
        data = super().clean() or {}
        words = data.get("text", "")
        for sentence in (too_long(channel, words) for channel in data.get("channels", ())):
            if sentence:
                self.add_error("text", sentence)
        check_line(data, self.incident, self.add_error)
        return data

    def channel_boxes(self) -> list[ChannelBox]:
        chosen = set(self["channels"].value() or ())
        text = self["text"].value() or ""
        return [ChannelBox(channel, channel in chosen, length_of(channel, text)) for channel in Channel]

    def fact_boxes(self) -> list[FactBox]:
        chosen = set(self["citations"].value() or ())
        field = self.fields["citations"]
        assert isinstance(field, CitationsField)
        return [FactBox(fact, ref in chosen) for ref, fact in field.facts.items()]
