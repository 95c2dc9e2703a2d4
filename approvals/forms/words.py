"""What every revision asks for: the words, where they go, and what they rest on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from approvals.forms.extras import LinksField, extra_fields, own_words
from approvals.forms.fields import CitationsField
from approvals.forms.lines import check_line, line_fields
from approvals.measures import Measures
from approvals.models import LONGEST, Attachment, Channel, length_of, limit_for, too_long
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


@dataclass(frozen=True)
class OwnWords:
    """A box for words that only one channel gets."""

    channel: Channel
    field: forms.BoundField


def _own(channel: str) -> str:
    return f"text_{channel}"


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
        self.fields["citations"] = CitationsField(Fact.objects.filter(incident=incident).citable().told())
        self.fields |= {_own(channel): own_words(channel) for channel in Channel}
        self.fields |= extra_fields(incident) | line_fields(incident)

    def clean(self) -> dict[str, Any]:
        """What `approvals.actions.packing` asks, so that the words come back with the sentence beside them."""
        data = super().clean() or {}
        own = {channel: data.pop(_own(channel), "") for channel in Channel}
        data["attachments"] = list(data.get("attachments", ()))
        data["texts"] = {channel: own[channel] for channel in data.get("channels", ()) if own[channel]}
        for channel in data.get("channels", ()):
            if sentence := too_long(channel, own[channel] or data.get("text", "")):
                self.add_error(_own(channel) if own[channel] else "text", sentence)
        check_line(data, self.incident, self.add_error)
        return data

    def words_on(self, channel: str) -> str:
        """What was typed for `channel`, or for all of them."""
        return self[_own(channel)].value() or self["text"].value() or ""

    def own_words(self) -> list[OwnWords]:
        return [OwnWords(channel, self[_own(channel)]) for channel in Channel]

    @property
    def embargo_iso(self) -> str:
        return self._iso("embargo_until")

    @property
    def valid_iso(self) -> str:
        return self._iso("valid_until")

    def _iso(self, name: str) -> str:
        """The moment as the browser needs it to show it in its reader's own zone: with its offset."""
        # Not the field's own value: that is for a page without script, and has lost its offset.
        value = self.data.get(name) if self.is_bound else self.initial.get(name)
        return value.isoformat() if isinstance(value, datetime) else str(value or "")

    def measures(self) -> Measures:
        links = LinksField().to_python(self["links"].value())
        text, legal_text, language = (self[name].value() or "" for name in ("text", "legal_text", "language"))
        return Measures.of(text, legal_text, language, links)

    def file_boxes(self) -> list[tuple[Attachment, bool]]:
        """The room's files, and whether each is chosen."""
        chosen = {str(getattr(each, "pk", each)) for each in self["attachments"].value() or ()}
        files = Attachment.objects.filter(incident=self.incident).listed()
        return [(each, str(each.pk) in chosen) for each in files]

    def channel_boxes(self) -> list[ChannelBox]:
        chosen = set(self["channels"].value() or ())
        return [
            ChannelBox(channel, channel in chosen, length_of(channel, self.words_on(channel)))
            for channel in Channel
        ]

    def fact_boxes(self) -> list[FactBox]:
        chosen = set(self["citations"].value() or ())
        field = self.fields["citations"]
        assert isinstance(field, CitationsField)
        return [FactBox(fact, ref in chosen) for ref, fact in field.facts.items()]
