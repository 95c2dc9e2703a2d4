from typing import Self
from uuid import uuid4

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from approvals.forms.words import WordsForm
from approvals.models import Revision
from common.text import CleanTextField

NOTE = 500
UNBASED = _("This form does not say which revision you wrote over. Load the page again.")


class RevisionForm(WordsForm):
    """The next revision. `based_on` is the number of the one it was written over."""

    note = CleanTextField(
        label=_("What changed, in a few words"), limit=NOTE, multiline=False, required=False
    )
    based_on = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=1,
        max_value=2**31 - 1,
        error_messages={"required": UNBASED, "invalid": UNBASED},
    )

    @classmethod
    def over(cls, revision: Revision) -> Self:
        """An editor that holds `revision`."""
        return cls(
            incident=revision.statement.incident,
            initial={
                "text": revision.text,
                "channels": revision.channels,
                "language": revision.language,
                "citations": [cited.fact.ref for cited in revision.cites],
                "based_on": revision.number,
                **{f"text_{channel}": words for channel, words in revision.texts.items()},
                "legal_text": revision.legal_text,
                "links": [f"{here}-{there}" for here, there in revision.links],
                "embargo_until": revision.embargo_until,
                "valid_until": revision.valid_until,
                "spokespeople": revision.spokespeople,
                "attachments": [each.attachment_id for each in revision.enclosures.all()],
            },
        )

    @classmethod
    def rebased(cls, sent: MultiValueDict[str, str], revision: Revision) -> Self:
        """What was `sent`, every word of it, now to be saved over `revision`: a press of its own."""
        data = sent.copy()
        data["key"] = str(uuid4())
        data["based_on"] = str(revision.number)
        return cls(data, incident=revision.statement.incident)
