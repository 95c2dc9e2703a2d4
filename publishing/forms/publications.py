from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from approvals.forms.sign_offs import SeenForm
from approvals.models import Channel, Revision
from incidents.forms.fields import LinkField
from incidents.forms.times import MomentField, past

# Channels without an address of their own for every message.
UNLINKED = frozenset({Channel.EMAIL})


class PublicationForm(SeenForm):
    """What a person writes down after sending the words to one channel."""

    channel = forms.TypedChoiceField(choices=Channel.choices, coerce=Channel, widget=forms.HiddenInput)
    url = LinkField(label=_("Live at"))
    published_at = MomentField(
        label=_("When it went out"), required=False, help_text=_("Empty means just now.")
    )
    next_update_at = MomentField(
        label=_("Next word by"),
        required=False,
        help_text=_("A promise to the public: everyone here will see it counting down."),
    )

    def __init__(self, *args: Any, revision: Revision, channel: str, **kwargs: Any) -> None:
        super().__init__(*args, revision=revision, auto_id=f"publish_{channel}_%s", **kwargs)
        self.incident = revision.statement.incident
        self.fields["channel"].initial = channel
        self.fields["url"].required = channel not in UNLINKED

    def clean_published_at(self) -> datetime | None:
        return past(self.cleaned_data["published_at"], self.incident)

    def clean_next_update_at(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data["next_update_at"]
        if moment and moment <= self.incident.now():
            raise ValidationError(_("The next update has to lie ahead."), code="past")
        return moment
