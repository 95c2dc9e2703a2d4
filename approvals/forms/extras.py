"""Fields for what a revision may say beside its words."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.models import BIGGEST, LONGEST, Attachment, Channel
from approvals.passages import Link
from common.text import CleanTextField, clean_text
from incidents.forms.times import MomentField
from incidents.models import Incident

LINK = re.compile(r"(\d{1,4})-(\d{1,4})")
LONGEST_NAME = 120


class LinksField(forms.Field):
    """Links between paragraphs, "0-1". Cleans to pairs; what is none is left out, as a link to nothing is."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[Link]:
        found = (LINK.fullmatch(str(each)) for each in value or ())
        return [(int(link[1]), int(link[2])) for link in found if link]


class AttachmentsField(forms.ModelMultipleChoiceField):
    """Files of the room, without their content."""

    default_error_messages = {
        "invalid_choice": _("One of the files is not in this room."),
        "invalid_pk_value": _("One of the files is not in this room."),
    }

    def __init__(self, incident: Incident, **kwargs: Any) -> None:
        super().__init__(
            Attachment.objects.filter(incident=incident).listed(),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            label=_("Files that go with it"),
            **kwargs,
        )


class FileForm(forms.Form):
    file = forms.FileField(label=_("Add a file"), max_length=LONGEST_NAME)

    def clean_file(self) -> dict[str, Any]:
        """Its name and its content, of which no more is read than may be kept."""
        sent = self.cleaned_data["file"]
        if sent.size > BIGGEST:
            raise forms.ValidationError(_("This file is larger than 5 MB."), code="too_big")
        return {"name": clean_text(sent.name, limit=LONGEST_NAME, multiline=False), "content": sent.read()}


def own_words(channel: Channel) -> CleanTextField:
    return CleanTextField(
        label=_("Other words on %(channel)s") % {"channel": channel.label}, limit=LONGEST, required=False
    )


def extra_fields(incident: Incident) -> dict[str, forms.Field]:
    """One of each, by the name that the actions know it by."""
    return {
        "legal_text": CleanTextField(label=_("Legal's wording"), limit=LONGEST, required=False),
        "links": LinksField(required=False),
        "embargo_until": MomentField(
            label=_("Not before"), required=False, help_text=_("Nothing goes out until then, signed or not.")
        ),
        "attachments": AttachmentsField(incident),
    }
