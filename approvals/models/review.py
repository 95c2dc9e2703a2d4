from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.models.gate import ADMIT_REVIEW, HELD
from approvals.models.revision import Revision
from common.guards import Guard, append_only
from common.prefetched import rows_of
from incidents.models import Participant, Stream, TimelineEntry

if TYPE_CHECKING:
    from accounts.models import User
    from approvals.models.resolution import Resolution


class ReviewKind(models.TextChoices):
    COMMENT = "comment", _("Comment")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")


class ReviewQuerySet(models.QuerySet["Review"]):
    def told(self) -> Self:
        """With who said it and what came of it, in a constant number of queries."""
        return self.select_related("author", "entry").prefetch_related("resolutions")

    def readable_by(self, place: Participant) -> Self:
        """Of the reviews in the room of `place`, those whose stream its holder reads."""
        return self.filter(stream__in=place.streams)

    def visible_to(self, user: "User") -> Self:
        """In any room, those whose entry `user` may read today."""
        return self.filter(entry__in=TimelineEntry.objects.visible_to(user).values("pk"))


class ReviewManager(models.Manager["Review"]):
    """What the whole team reads, always with who said it. Advice has to be asked for by name (`everything`), so
    that nobody counts, lists or waits for it by forgetting a filter."""

    def get_queryset(self) -> "models.QuerySet[Review]":
        return super().get_queryset().select_related("author").filter(stream=Stream.WORKING)


class Review(models.Model):
    """What someone said about one revision: of all of it, or of the passage that `quote` holds.

    `position` counts characters (code points) from the beginning of the revision's text. `replacement` says what
    should stand there instead; empty, it asks to leave the passage out. In the privileged stream it is advice: for
    the cleared only, holding up nothing, and with no words that could get into the text.
    """

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="reviews")
    entry = models.OneToOneField(TimelineEntry, models.PROTECT, related_name="review")
    kind = models.CharField(_("kind"), max_length=20, choices=ReviewKind)
    stream = models.CharField(max_length=12, choices=Stream, default=Stream.WORKING)
    text = models.TextField(_("text"))
    quote = models.TextField(_("passage"), blank=True, default="")
    position = models.PositiveIntegerField(null=True, blank=True)
    replacement = models.TextField(_("suggested words"), null=True, blank=True)
    is_blocking = models.BooleanField(_("has to be settled first"), default=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    clock_at = models.DateTimeField(_("said at"), help_text=_("By the room's clock."))

    objects = ReviewManager.from_queryset(ReviewQuerySet)()
    everything = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="a_passage_has_a_place",
                condition=Q(quote="", position__isnull=True) | (~Q(quote="") & Q(position__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_suggestion_is_about_a_passage",
                condition=Q(replacement__isnull=True) | ~Q(quote=""),
            ),
            models.CheckConstraint(
                name="advice_holds_nothing_and_changes_nothing",
                condition=Q(stream=Stream.WORKING)
                | Q(
                    stream=Stream.PRIVILEGED,
                    is_blocking=False,
                    replacement__isnull=True,
                    kind=ReviewKind.COMMENT,
                ),
            ),
        ]
        triggers = [
            *append_only(),
            Guard(
                name="admits_review",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=HELD,
                func=ADMIT_REVIEW,
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def asks_for_changes(self) -> bool:
        return self.kind == ReviewKind.CHANGES_REQUESTED

    @property
    def is_privileged(self) -> bool:
        return self.stream == Stream.PRIVILEGED

    @property
    def is_suggestion(self) -> bool:
        return self.replacement is not None

    @property
    def span(self) -> tuple[int, int] | None:
        """Where its passage stands in its own revision's text; None when it is about the whole."""
        return None if self.position is None else (self.position, self.position + len(self.quote))

    @property
    def role(self) -> str:
        """The desk its author sat at when they said it."""
        return str(self.entry.payload["role"])

    @property
    def resolution(self) -> "Resolution | None":
        """What was decided about it last; None while nobody has."""
        return max(rows_of(self, "resolutions"), key=lambda each: each.pk, default=None)

    @property
    def is_open(self) -> bool:
        last = self.resolution
        return last is None or last.reopens

    def stops(self, revision: Revision) -> bool:
        """Whether it keeps `revision`, of the same statement, from going out. A suggestion that was accepted holds
        again as soon as its words are gone or the old ones are back. `BLOCKED` in models/gate/ says the same; change
        both or neither."""
        if not self.is_blocking:
            return False
        last = self.resolution
        return last is None or last.reopens or last.is_undone_by(revision.text)
