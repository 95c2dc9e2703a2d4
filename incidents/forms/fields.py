"""Fields that several forms share."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from common.text import clean_text
from incidents.models import Incident, Participant, Stream, gather_strands


class KeyField(forms.UUIDField):
    """The press's own name, made when the form is drawn: sent twice, it is still one deed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.HiddenInput, initial=uuid4, **kwargs)


class LinkField(forms.URLField):
    """A link to the web and to nothing else, in characters that can be seen."""

    default_validators = [URLValidator(schemes=["http", "https"])]
    default_error_messages = {"invalid": _("Paste a link that begins with https:// or http://.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=2000, assume_scheme="https", **kwargs)

    def to_python(self, value: Any) -> str:
        link = str(value or "").strip()
        if link:
            clean_text(link, limit=2000, multiline=False)
        return super().to_python(link) or ""


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
    """Which strands it belongs to, by letter. Asked for only when they are drawn or one of them was chosen."""

    def __init__(self, incident: Incident, **kwargs: Any) -> None:
        def choices() -> list[tuple[str, str]]:
            gather_strands(incident)
            return [(strand.letter, str(strand)) for strand in incident.strands.all()]

        super().__init__(
            choices=choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            label=_("Strand"),
            **kwargs,
        )
