from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.proof import Prover


class ProvenForm(forms.Form):
    """A deed that asks once more who is pressing the button, when they last said so long ago. The password is
    asked of a form whose every other field holds, and is not among its cleaned data."""

    def __init__(self, *args: Any, prover: Prover, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prover = prover
        if not prover.is_fresh:
            self.fields["password"] = forms.CharField(
                label=_("Your password, again"),
                strip=False,
                max_length=4096,
                widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
                help_text=_("Asked of everyone who signed in more than %(minutes)d minutes ago.")
                % {"minutes": settings.PROOF_MINUTES},
                error_messages={"required": _("You signed in a while ago. Your password again, please.")},
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        password = data.pop("password", None)
        if "password" in self.fields and not self.errors:
            verdict = self.prover.prove(password or "")
            if not verdict:
                self.add_error("password", str(verdict.reason))
        return data
