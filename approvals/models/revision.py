from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from approvals.models.channel import Channel, length_of, limit_for
from approvals.models.gate import HELD, KEEP_COUNT
from approvals.models.package import Package
from approvals.models.statement import Statement, StatementState, rooms_at_work
from common.guards import Guard, append_only
from incidents.models import FactState, TimelineEntry

if TYPE_CHECKING:
    from accounts.models import User
    from approvals.models.citation import Citation
    from approvals.models.review import Review
    from approvals.models.sign_off_request import SignOffRequest
    from approvals.models.slot import Slot


class RevisionQuerySet(models.QuerySet["Revision"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(statement__incident__in=rooms_at_work(user))

    def current(self) -> Self:
        """Of each statement, the latest."""
        later = Revision.objects.filter(statement=OuterRef("statement"), number__gt=OuterRef("number"))
        return self.filter(~Exists(later))

    def under(self, held: Statement, revision: "Revision") -> "Revision":
        """`revision` as it stands under the locks of `held` (see `StatementQuerySet.hold`), read at once."""
        fresh = self.told().get(pk=revision.pk)
        fresh.statement = held
        return fresh

    def told(self) -> Self:
        """With citations, slots, sign-offs, reviews and publications, in a constant number of queries."""
        return self.select_related("author", "request").prefetch_related(
            "citations", "request__slots__handovers", "reviews", "publications"
        )


class Revision(models.Model):
    """One immutable version of a statement. What is signed is its `sha256`."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(_("revision"))
    entry = models.OneToOneField(TimelineEntry, models.PROTECT, related_name="revision")
    text = models.TextField(_("text"))
    channels = ArrayField(models.CharField(max_length=12, choices=Channel), default=list, blank=True)
    language = models.CharField(_("language"), max_length=12, default="en")
    sha256 = models.CharField(max_length=64)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    note = models.CharField(_("what changed"), max_length=500, blank=True)
    created_at = models.DateTimeField()
    clock_at = models.DateTimeField(_("saved at"), help_text=_("By the room's clock."))

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["statement", "number"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "number"], name="one_revision_per_number")
        ]
        triggers = [
            *append_only(),
            Guard(
                name="keeps_count",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=HELD,
                func=KEEP_COUNT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement} r{self.number}"

    @property
    def package(self) -> Package:
        """What its rows say today; its digest is `sha256` unless someone tampered with them."""
        return Package(
            text=self.text,
            channels=tuple(self.channels),
            language=self.language,
            citations=tuple((cited.fact.ref, cited.wording) for cited in self.citations.all()),
        )

    @property
    def fingerprint(self) -> str:
        """The first digits of the digest, enough for two people to compare aloud."""
        return self.sha256[:12]

    @property
    def page(self) -> str:
        """How the feed calls the page of somebody who has this revision before them."""
        return f"revision.{self.statement_id}.{self.number}"

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def channel_labels(self) -> list[str]:
        return [str(Channel(each).label) for each in self.channels]

    @property
    def lengths(self) -> list[tuple[Channel, int, int | None]]:
        """(channel, length of the text there, limit there or None), in its units."""
        return [(Channel(each), length_of(each, self.text), limit_for(each)) for each in self.channels]

    @property
    def is_current(self) -> bool:
        return self.statement.current.pk == self.pk

    @property
    def asked(self) -> "SignOffRequest | None":
        """The request for sign-off, or None while nobody asked."""
        return getattr(self, "request", None)

    @property
    def slots(self) -> "list[Slot]":
        return list(self.asked.slots.all()) if self.asked else []

    @property
    def open_slots(self) -> "list[Slot]":
        return [slot for slot in self.slots if slot.signed is None]

    @property
    def lapsed_slots(self) -> "list[Slot]":
        """Signed by someone who has since left, or may no longer sign here. A new revision asks afresh."""
        places = {place.person_id: place for place in self.statement.incident.participants.all()}
        return [
            slot
            for slot in self.slots
            if slot.signed and not ((place := places.get(slot.signed.person_id)) and slot.admits(place))
        ]

    @property
    def unverified(self) -> "list[Citation]":
        """Citations of facts that nobody has settled yet."""
        return [cited for cited in self.citations.all() if cited.fact.state == FactState.UNVERIFIED]

    @property
    def refuted(self) -> "list[Citation]":
        """Citations of facts that have been refuted."""
        return [cited for cited in self.citations.all() if cited.fact.state == FactState.REFUTED]

    @property
    def open_changes(self) -> "list[Review]":
        """Requests for changes that their author has not answered by signing after all."""
        signed_at = {slot.signed.person_id: slot.signed.created_at for slot in self.slots if slot.signed}
        return [
            review
            for review in self.reviews.all()
            if review.asks_for_changes
            and not (review.author_id in signed_at and signed_at[review.author_id] > review.created_at)
        ]

    @property
    def state(self) -> StatementState:
        # Publications belong to the floor above and are only counted here, by the name of their relation.
        if self.publications.all():
            return StatementState.PUBLISHED
        if self.asked is None:
            return StatementState.DRAFT
        if self.open_changes or self.refuted:
            return StatementState.CHANGES_REQUESTED
        if self.open_slots or self.lapsed_slots:
            return StatementState.WAITING
        return StatementState.SIGNED
