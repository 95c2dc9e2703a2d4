import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exercises.library import Volume
from exercises.models import BIGGEST
from incidents.forms.fields import KeyField

# Minutes of the story per minute.
SPEEDS = [
    ("0", _("All at once")),
    ("60", _("An hour a minute")),
    ("10", _("Ten minutes a minute")),
    ("1", _("As it was")),
]
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,49}")


class ReplayForm(forms.Form):
    pack = forms.ChoiceField(label=_("Which story"), widget=forms.RadioSelect)
    speed = forms.TypedChoiceField(
        label=_("How fast"), choices=SPEEDS, coerce=float, widget=forms.RadioSelect, initial="0"
    )
    halfway = forms.BooleanField(
        label=_("Stop half-way, where people take over"),
        required=False,
        help_text=_("For packs that have such a place."),
    )
    key = KeyField()

    def __init__(self, *args: Any, volumes: list[Volume], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.volumes = {volume.slug: volume for volume in volumes}
        field = self.fields["pack"]
        field.choices = [(volume.slug, volume.pack.title) for volume in volumes]  # type: ignore[attr-defined]
        field.initial = next(iter(self.volumes), None)

    def clean_pack(self) -> Volume:
        return self.volumes[self.cleaned_data["pack"]]


class ImportForm(forms.Form):
    file = forms.FileField(label=_("A pack from your computer"), max_length=200)
    key = KeyField()

    def clean_file(self) -> dict[str, str]:
        """Its name and its text, of which no more is read than may be kept."""
        sent = self.cleaned_data["file"]
        stem, dot, ending = sent.name.lower().rpartition(".")
        if not dot or ending not in ("yaml", "yml"):
            raise forms.ValidationError(_("A pack is one file that ends in .yaml."), code="ending")
        if not SLUG.fullmatch(stem):
            raise forms.ValidationError(
                _("The file's name may hold small letters, digits and hyphens: letter-to-a-fan-site.yaml."),
                code="name",
            )
        if sent.size > BIGGEST:
            raise forms.ValidationError(_("This file is larger than 512 KB."), code="too_big")
        try:
            text = sent.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError(_("This file is not text in UTF-8."), code="encoding") from None
        if "\0" in text:
            raise forms.ValidationError(_("This file is not text in UTF-8."), code="encoding")
        return {"slug": stem, "text": text}
