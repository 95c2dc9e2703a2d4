from django import forms
from django.conf import settings
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _


class LanguageForm(forms.Form):
    """A language, and the page on which it was chosen: where to go on."""

    language = forms.ChoiceField(
        choices=settings.LANGUAGES,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose one of the languages.")),
    )
    next = forms.CharField(required=False, empty_value="/")

    def clean_next(self) -> str:
        """A page of ours, else the first one."""
        there: str = self.cleaned_data["next"]
        return there if url_has_allowed_host_and_scheme(there, allowed_hosts=None) else "/"
