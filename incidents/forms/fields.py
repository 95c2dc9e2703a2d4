"""Fields that several forms share."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from common.text import clean_text
from incidents.models import Incident, Participant, Stream

LINK = 2000


class KeyField(forms.UUIDField):
    """The press's own name, made when the form is drawn: sent twice, it is still one deed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.HiddenInput, initial=uuid4, **kwargs)


class LinkField(forms.URLField):
    """The address of something on the web, in characters that can be seen."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LINK, assume_scheme="https", **kwargs)

    def to_python(self, value: Any) -> str:
        link = super().to_python(value)
        return clean_text(link, limit=LINK, multiline=False) if link else ""


class StreamField(forms.TypedChoiceField):
    """Who an entry is for; offers only what this participant may write to."""

    def __init__(self, place: Participant, **kwargs: Any) -> None:
        choices = [(stream.value, stream.label) for stream in Stream if stream in place.streams]
        super().__init__(
            choices=[("", _("As usual")), *choices],
            coerce=Stream,
            empty_value=None,
            required=False,
            label=_("Who will see it"),
            **kwargs,
        )


class StrandsField(forms.MultipleChoiceField):
    """Which strands it belongs to, by letter."""

    def __init__(self, incident: Incident, **kwargs: Any) -> None:
        super().__init__(
            choices=[(strand.letter, str(strand)) for strand in incident.strands.all()],
            required=False,
            widget=forms.CheckboxSelectMultiple,
            label=_("Strand"),
            **kwargs,
        )
