from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext_lazy as _

from approvals.models.channel import Channel, length_of, limit_for
from approvals.models.gate import HELD, KEEP_COUNT
from approvals.models.package import Package
from approvals.models.statement import Statement, StatementState, rooms_at_work
from common.guards import Guard, append_only
from common.prefetched import along, rows_of
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

    def held_up(self) -> Self:
        """Those with comments that had to be settled first, as `blocking`; without their own words."""
        from approvals.models.review import Review

        blocking = Review.objects.filter(is_blocking=True)
        return (
            self.defer("text")
            .filter(Exists(blocking.filter(revision=OuterRef("pk"))))
            .prefetch_related(Prefetch("reviews", blocking.told(), "blocking"))
        )

    def told(self) -> Self:
        """With citations, slots, sign-offs, reviews and publications, in a constant number of queries."""
        glass = ("break_glass__opened_by", "break_glass__second__person")
        return self.select_related("author", "request", *glass).prefetch_related(
            along("citations"),
            along("request__slots"),
            along("request__slots_here__handovers"),
            along("reviews"),
            along("reviews_here__resolutions"),
            along("publications"),
        )


class Revision(models.Model):
    """One immutable version of a statement. What is signed is its `sha256`."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(_("revision"))
    entry = models.OneToOneField(TimelineEntry, models.PROTECT, related_name="revision")
    text = models.TextField(_("text"))
    channels = ArrayField(models.CharField(max_length=12, choices=Channel), default=list, blank=True)
    language = models.CharField(_("language"), max_length=12, default="en")
    # Channel -> its own words, where they differ from `text`.
    texts = models.JSONField(default=dict, db_default={}, blank=True)
    legal_text = models.TextField(_("legal wording"), default="", db_default="", blank=True)
    # (paragraph of `text`, paragraph of `legal_text` it rests on), from 0.
    links = ArrayField(
        ArrayField(models.PositiveSmallIntegerField(), size=2), default=list, db_default=[], blank=True
    )
    embargo_until = models.DateTimeField(
        _("not before"), null=True, blank=True, help_text=_("By the room's clock.")
    )
    # Of a line to take: until when, and who may say it (ids of people).
    valid_until = models.DateTimeField(
        _("valid until"), null=True, blank=True, help_text=_("By the room's clock.")
    )
    spokespeople = ArrayField(models.BigIntegerField(), default=list, db_default=[], blank=True)
    sha256 = models.CharField(max_length=64)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    note = models.CharField(_("what changed"), max_length=500, blank=True)
    created_at = models.DateTimeField()
    clock_at = models.DateTimeField(_("saved at"), help_text=_("By the room's clock."))

    objects = RevisionQuerySet.as_manager()

    blocking: "list[Review]"  # of those that `held_up` has fetched

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
            citations=tuple((cited.fact.ref, cited.wording) for cited in self.cites),
            attachments=tuple(
                (each.attachment.name, each.attachment.sha256) for each in self.enclosures.all()
            ),
            texts=tuple(sorted(self.texts.items())),
            legal_text=self.legal_text,
            links=tuple((here, there) for here, there in self.links),
            embargo_until=self.embargo_until,
            valid_until=self.valid_until,
            spokespeople=tuple(self.spokespeople),
        )

    def text_for(self, channel: str) -> str:
        """The words as they go out on `channel`."""
        return str(self.texts.get(channel, self.text))

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
        return [
            (Channel(each), length_of(each, self.text_for(each)), limit_for(each)) for each in self.channels
        ]

    @property
    def is_current(self) -> bool:
        return self.statement.current.pk == self.pk

    @property
    def asked(self) -> "SignOffRequest | None":
        """The request for sign-off, or None while nobody asked."""
        return getattr(self, "request", None)

    @property
    def cites(self) -> "list[Citation]":
        """The facts it rests on, in its wording."""
        return list(rows_of(self, "citations"))

    @property
    def slots(self) -> "list[Slot]":
        return list(rows_of(self.asked, "slots")) if self.asked else []

    @property
    def open_slots(self) -> "list[Slot]":
        return [slot for slot in self.slots if slot.signed is None and slot.withdrawn is None]

    @property
    def withdrawn_slots(self) -> "list[Slot]":
        """Signed once, until a cited fact was taken back. A new revision asks afresh."""
        return [slot for slot in self.slots if slot.withdrawn]

    @property
    def lapsed_slots(self) -> "list[Slot]":
        """Signed by someone who has since left, or may no longer sign here. A new revision asks afresh."""
        places = {place.person_id: place for place in rows_of(self.statement.incident, "participants")}
        return [
            slot
            for slot in self.slots
            if slot.signed and not ((place := places.get(slot.signed.person_id)) and slot.admits(place))
        ]

    @property
    def unverified(self) -> "list[Citation]":
        """Citations of facts that nobody has settled yet."""
        return [cited for cited in self.cites if cited.fact.state == FactState.UNVERIFIED]

    @property
    def refuted(self) -> "list[Citation]":
        """Citations of facts that have been refuted."""
        return [cited for cited in self.cites if cited.fact.state == FactState.REFUTED]

    @property
    def open_changes(self) -> "list[Review]":
        """Requests for changes that nobody has settled, nor their author answered by signing after all."""
        signed_at = {slot.signed.person_id: slot.signed.created_at for slot in self.slots if slot.signed}
        return [
            review
            for review in rows_of(self, "reviews")
            if review.asks_for_changes
            and review.is_open
            and not (review.author_id in signed_at and signed_at[review.author_id] > review.created_at)
        ]

    @property
    def blocks(self) -> "list[Review]":
        """Comments on any revision of the statement that have to be settled before this one goes out."""
        return [review for review in self.statement.blocking if review.stops(self)]

    @property
    def is_signed(self) -> bool:
        """Whether everybody who was asked has signed, and nothing speaks against it since; out already or not."""
        against = self.refuted or self.open_changes or self.blocks
        return bool(
            self.asked and not against and not (self.open_slots or self.lapsed_slots or self.withdrawn_slots)
        )

    @property
    def wordings(self) -> list[tuple[str, list[str]]]:
        """Each text that is signed here, with the channels that it is for, as they are called."""
        texts: dict[str, list[str]] = {}
        for channel in self.channels:
            texts.setdefault(self.text_for(channel), []).append(str(Channel(channel).label))
        return list(texts.items())

    @property
    def state(self) -> StatementState:
        # Publications belong to the floor above and are only counted here, by the name of their relation.
        if rows_of(self, "publications"):
            return StatementState.PUBLISHED
        if self.asked is None:
            return StatementState.DRAFT
        if self.refuted or self.withdrawn_slots:
            return StatementState.TAKEN_BACK
        if self.open_changes or self.blocks:
            return StatementState.CHANGES_REQUESTED
        if self.open_slots or self.lapsed_slots:
            return StatementState.WAITING
        return StatementState.SIGNED
