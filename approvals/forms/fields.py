"""Fields that several forms about statements share."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.models import Fact


class SeenField(forms.RegexField):
    """The digest of the text that was on the screen: 64 hex digits, carried by the form and never typed."""

    def __init__(self, **kwargs: Any) -> None:
        sentence = _("This form does not say which text you read. Load the page again.")
        super().__init__(
            r"^[0-9a-f]{64}$",
            widget=forms.HiddenInput,
            error_messages={"required": sentence, "invalid": sentence},
            **kwargs,
        )


class CitationsField(forms.MultipleChoiceField):
    """Facts by their reference, "w12". Cleans to the facts themselves, in the order of the room's story."""

    default_error_messages = {
        "invalid_choice": _("%(value)s cannot be cited here. It may have been refuted meanwhile.")
    }

    def __init__(self, facts: Iterable[Fact], **kwargs: Any) -> None:
        self.facts = {fact.ref: fact for fact in facts}
        super().__init__(
            choices=[(ref, fact.text) for ref, fact in self.facts.items()],
            required=False,
            widget=forms.CheckboxSelectMultiple,
            label=_("Facts it rests on"),
            **kwargs,
        )

    def clean(self, value: Any) -> list[Fact]:
        chosen = set(super().clean(value))
        return [fact for ref, fact in self.facts.items() if ref in chosen]
