from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from common.text import clean_text


class LinkField(forms.URLField):
    """Where the words can be read: a link to the web and to nothing else."""

    default_validators = [URLValidator(schemes=["http", "https"])]
    default_error_messages = {"invalid": _("Paste a link that begins with https:// or http://.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=2000, assume_scheme="https", **kwargs)

    def to_python(self, value: Any) -> str:
        link = str(value or "").strip()
        if link:
            clean_text(link, limit=2000, multiline=False)
        return super().to_python(link) or ""
