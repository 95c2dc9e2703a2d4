from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.forms.sign_offs import SeenForm
from approvals.models import LONGEST, Channel, Revision
from common.text import CleanTextField
from incidents.forms.fields import LinkField
from publishing.forms.publications import UNLINKED


class LineUseForm(SeenForm):
    """Where a line was said, and what exactly: the line word for word, and what stood around it."""

    said = CleanTextField(
        label=_("What you said, exactly"),
        limit=LONGEST,
        help_text=_("A greeting may stand before it. The line itself stays as it was signed."),
    )
    channel = forms.ChoiceField(label=_("Where"))
    url = LinkField(label=_("Live at"), required=False)

    def __init__(self, *args: Any, revision: Revision, **kwargs: Any) -> None:
        auto_id = f"use_{revision.statement_id}_%s"
        super().__init__(*args, revision=revision, auto_id=auto_id, **kwargs)
        channel = self.fields["channel"]
        assert isinstance(channel, forms.ChoiceField)
        channel.choices = [(each, Channel(each).label) for each in revision.channels]
        self.fields["said"].initial = "" if revision.texts else revision.text
        self.revision = revision

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        line = self.revision.text_for(data.get("channel", ""))
        if "said" in data and line not in data["said"]:
            self.add_error("said", _("What you said does not hold the line word for word."))
        if "url" not in self.errors and not data.get("url") and data.get("channel") not in UNLINKED:
            self.add_error("url", self.fields["url"].error_messages["required"])
        return data
