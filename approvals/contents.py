"""All that a signature covers beside the words themselves, as a proof shows it."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from approvals.models import Attachment, Channel, Revision
from approvals.passages import Passage, side_by_side
from approvals.readability import Readability, readability
from approvals.redline import Piece, redline


@dataclass(frozen=True)
class OwnText:
    """Words that only one channel gets, against what went there before; `pieces` is empty without a before."""

    channel: Channel
    text: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Contents:
    """`against` is the revision that the reader compares with, if any."""

    revision: Revision
    against: Revision | None

    @cached_property
    def own_texts(self) -> list[OwnText]:
        return [
            OwnText(
                Channel(channel),
                words,
                redline(self.against.text_for(channel), words) if self.against else [],
            )
            for channel, words in sorted(self.revision.texts.items())
        ]

    @cached_property
    def passages(self) -> list[Passage]:
        """Public beside legal; empty without a legal text."""
        if not self.revision.legal_text:
            return []
        links = ((here, there) for here, there in self.revision.links)
        return side_by_side(self.revision.text, self.revision.legal_text, links)

    @cached_property
    def legal_pieces(self) -> list[Piece]:
        """What changed in the legal wording; empty when nothing did."""
        if self.against is None or self.against.legal_text == self.revision.legal_text:
            return []
        return redline(self.against.legal_text, self.revision.legal_text)

    @cached_property
    def readability(self) -> Readability | None:
        return readability(self.revision.text, self.revision.language)

    @cached_property
    def spokespeople(self) -> list[User]:
        if not self.revision.spokespeople:
            return []
        return list(User.objects.filter(pk__in=self.revision.spokespeople).order_by("name"))

    @cached_property
    def files(self) -> list[Attachment]:
        return [each.attachment for each in self.revision.enclosures.all()]

    @property
    def also_signed(self) -> list[str]:
        """What a signature covers beside the words on the sheet, in a word each."""
        revision = self.revision
        named = [_("other words on %(channel)s") % {"channel": own.channel.label} for own in self.own_texts]
        if revision.legal_text:
            named.append(_("legal's wording"))
        if revision.embargo_until:
            named.append(_("when it goes out"))
        if revision.valid_until or revision.spokespeople:
            named.append(_("who may say it, and until when"))
        if count := len(self.files):
            named.append(ngettext("%(n)d file", "%(n)d files", count) % {"n": count})
        return named

    @property
    def has_terms(self) -> bool:
        revision = self.revision
        return bool(revision.embargo_until or revision.valid_until or revision.spokespeople or self.files)
