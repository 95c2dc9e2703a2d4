"""Text that people type: kept as typed, cleaned of what cannot be seen."""

import unicodedata
from typing import Any

import regex
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# Bidirectional controls reorder what is read without changing what is hashed (CVE-2021-42574, "Trojan Source").
BIDI = regex.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Characters that take no room, by Unicode's own list; and the marks of notes between the lines.
INVISIBLE = regex.compile(r"[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]")
# Where one of them can be seen after all, by what it does to its neighbours. Anywhere else it hides something.
AT_HOME = regex.compile(
    r"(?<=\p{scx=Arabic})(?:\u200d|\u200c(?=\p{scx=Arabic}))"  # keeps letters together or apart
    r"|(?<=\p{InSC=Virama})[\u200c\u200d]|[\u200c\u200d](?=\p{InSC=Virama})"  # the form of an Indic conjunct
    r"|(?<=[\p{Extended_Pictographic}\ufe0f\U0001f3fb-\U0001f3ff])\u200d(?=\p{Extended_Pictographic})"
    r"|(?<=[\p{Extended_Pictographic}0-9#*])[\ufe0e\ufe0f]"  # in colour, or not
    r"|(?<=\p{Han})[\ufe00-\ufe02\U000e0100-\U000e01ef]"  # the variant of a character, in names
    r"|(?<=\U0001f3f4)[\U000e0020-\U000e007e]+\U000e007f"  # the flag of a region
)
CONTROL = regex.compile(r"[^\P{Cc}\n\t]|[\p{Cs}\u2028\u2029]")


def clean_text(value: str, *, limit: int, multiline: bool = True) -> str:
    """`value` as NFC with Unix line ends and no outer blanks; at most `limit` characters.

    Raises ValidationError with one plain sentence when it is empty, too long, or holds invisible characters:
    those are refused and not dropped, because what was signed must be what was seen.
    """
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not multiline:
        text = " ".join(text.split("\n"))
    if not text:
        raise ValidationError(_("Please write something here."), code="empty")
    if CONTROL.search(text):
        raise ValidationError(
            _("This holds a control character. Please type the words again."), code="control"
        )
    if BIDI.search(text):
        raise ValidationError(
            _("This holds an invisible character that changes the reading direction. Please remove it."),
            code="bidi",
        )
    if INVISIBLE.search(AT_HOME.sub("", text)):
        raise ValidationError(
            _("This holds a character of no width that nobody can see. Please remove it."), code="zero_width"
        )
    if len(text) > limit:
        over = len(text) - limit
        raise ValidationError(
            ngettext(
                "This is %(over)d character too long (the limit is %(limit)d).",
                "This is %(over)d characters too long (the limit is %(limit)d).",
                over,
            )
            % {"over": over, "limit": limit},
            code="too_long",
        )
    return text


class CleanTextField(forms.CharField):
    """A text field that runs `clean_text`. The limit is its own, so that the error says by how much."""

    def __init__(self, *, limit: int, multiline: bool = True, **kwargs: Any) -> None:
        self.limit = limit
        self.multiline = multiline
        kwargs.setdefault("widget", forms.Textarea if multiline else forms.TextInput)
        kwargs.setdefault("strip", False)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        if not text.strip():
            return ""
        return clean_text(text, limit=self.limit, multiline=self.multiline)
