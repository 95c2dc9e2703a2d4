from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.proven import ProvenForm
from approvals.forms.fields import SeenField
from approvals.models import Revision
from incidents.forms.fields import KeyField


class SeenForm(forms.Form):
    """A deed about exactly the text that was on the screen."""

    seen_sha = SeenField()
    key = KeyField()

    def __init__(self, *args: Any, revision: Revision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_sha"].initial = revision.sha256


class SignOffForm(ProvenForm, SeenForm):
    """Whoever signs while a cited fact is unverified says that they know. The box starts empty."""

    def __init__(self, *args: Any, revision: Revision, **kwargs: Any) -> None:
        super().__init__(*args, revision=revision, **kwargs)
        if revision.unverified:
            sentence = _("Tick this first: what you sign rests on something that nobody has verified.")
            self.fields["acknowledged"] = forms.BooleanField(error_messages={"required": sentence})
