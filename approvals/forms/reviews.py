from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from approvals.anchors import follow
from approvals.forms.sign_offs import SeenForm
from approvals.models import LONGEST, ReviewKind, Revision
from common.text import CleanTextField, clean_text
from incidents.forms.entries import WORDS
from incidents.models import Stream


class PassageField(forms.CharField):
    """Words of the text as they stand there, to the blank."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class ReviewForm(SeenForm):
    """What someone says about a revision, or about a passage of it. The button that was pressed says whether it has
    to change; `suggests`, that `replacement` should stand there, be it nothing at all."""

    text = CleanTextField(label=_("What do you say about it?"), limit=WORDS, required=False)
    kind = forms.TypedChoiceField(choices=ReviewKind.choices, coerce=ReviewKind, required=False)
    quote = PassageField()
    position = forms.IntegerField(required=False, min_value=0, max_value=LONGEST, widget=forms.HiddenInput)
    suggests = forms.BooleanField(label=_("Suggest other words"), required=False)
    replacement = CleanTextField(label=_("What should stand there"), limit=LONGEST, required=False)
    is_blocking = forms.BooleanField(label=_("Nothing goes out until this is settled"), required=False)
    stream = forms.TypedChoiceField(
        choices=[(Stream.WORKING, Stream.WORKING.label), (Stream.PRIVILEGED, Stream.PRIVILEGED.label)],
        coerce=Stream,
        empty_value=Stream.WORKING,
        required=False,
    )

    def __init__(self, *args: Any, revision: Revision, **kwargs: Any) -> None:
        super().__init__(*args, revision=revision, auto_id="talk_%s", **kwargs)
        self.revision = revision
        self.is_lost = False  # whether its passage was in an earlier text and is not in this one

    @classmethod
    def about(cls, revision: Revision, number: str = "", **initial: Any) -> "ReviewForm":
        """An empty form, about paragraph `number` (from 1) if the text has one of that number."""
        from approvals.redline import Piece, passages

        for passage in passages([Piece("same", revision.text)]):
            if str(passage.number) == number and not passage.is_gone:
                initial |= {"quote": passage.text.rstrip("\n"), "position": passage.start}
        return cls(revision=revision, initial=initial)

    def again(self, current: Revision) -> "ReviewForm":
        """All that was typed into this form, which holds, to be sent again about `current`: about the same passage,
        if it still stands there."""
        typed = {name: self.cleaned_data[name] for name in ("text", "quote", "position", "is_blocking")}
        replacement = self.cleaned_data["replacement"]
        typed |= {"suggests": replacement is not None, "replacement": replacement or ""}
        form = ReviewForm(revision=current, initial=typed)
        if typed["quote"]:
            span = (typed["position"], typed["position"] + len(typed["quote"]))
            place = follow(self.revision.text, current.text, span)
            form.is_lost = place is None
            if place:
                form.initial.update(quote=current.text[slice(*place)], position=place[0])
        return form

    @property
    def asks_for_changes(self) -> bool:
        """Asked of a form that was sent, whether or not the rest of it holds."""
        return self.data.get("kind") == ReviewKind.CHANGES_REQUESTED

    @property
    def is_advice(self) -> bool:
        return self.data.get("stream") == Stream.PRIVILEGED

    @property
    def passage(self) -> str:
        """The passage it is about, in a form that is drawn."""
        return str(self["quote"].value() or "")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        quote = data.get("quote", "")
        data["position"] = self._place(quote, data.get("position")) if quote else None
        suggests = data.pop("suggests", False)
        replacement = data.get("replacement", "") if suggests and quote else None
        data["replacement"] = replacement
        if "text" not in self.errors and not data.get("text"):
            if replacement is None:
                self.add_error("text", _("Please write something here."))
            else:  # a suggestion says enough by itself
                data["text"] = self._in_words(quote, replacement)
        if replacement is not None and replacement == quote:
            self.add_error("replacement", _("What you suggest is what stands there."))
        if self.is_advice and (self.asks_for_changes or data.get("is_blocking") or suggests):
            sentence = _(
                "Privileged advice holds nothing up and suggests no words for the text. Press Comment."
            )
            self.add_error(None, sentence)
        return data

    def _place(self, quote: str, position: int | None) -> int | None:
        """Where the passage stands: as was said, or where it stands once."""
        text = self.revision.text
        if position is not None and text[position : position + len(quote)] == quote:
            return position
        if text.count(quote) == 1:
            return text.index(quote)
        self.add_error(None, _("Those words do not stand there in the text. Choose the passage again."))
        return None

    @staticmethod
    def _in_words(quote: str, replacement: str) -> str:
        try:
            said = f"“{quote}” → “{replacement}”" if replacement else f"“{quote}” → ∅"
            return clean_text(said[:WORDS], limit=WORDS)
        except ValidationError:
            return "→"
