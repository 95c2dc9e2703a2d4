import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.models.gate import ADMIT_RESOLUTION, HELD
from approvals.models.review import Review
from approvals.models.revision import Revision
from common.guards import Guard, append_only
from incidents.models import TimelineEntry


class Outcome(models.TextChoices):
    RESOLVED = "resolved", _("Resolved")
    REOPENED = "reopened", _("Opened again")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")


class ResolutionManager(models.Manager["Resolution"]):
    """Always with who decided, and with the words that came of it."""

    def get_queryset(self) -> "models.QuerySet[Resolution]":
        return super().get_queryset().select_related("by", "made")


class Resolution(models.Model):
    """What became of a review. The latest of a review counts; a review without one is open."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="resolutions")
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome)
    entry = models.OneToOneField(TimelineEntry, models.PROTECT, related_name="resolution")
    # The revision in which suggested words were put; null for every other outcome.
    made = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    clock_at = models.DateTimeField(_("decided at"), help_text=_("By the room's clock."))

    objects = ResolutionManager()

    class Meta:
        ordering = ["pk"]
        triggers = [
            *append_only(),
            Guard(
                name="admits_resolution",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[
                    *HELD,
                    ("about", "approvals_review%ROWTYPE"),
                    ("desk", "text"),
                    ("mine", "text"),
                    ("last", "text"),
                ],
                func=ADMIT_RESOLUTION,
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_outcome_display())

    @property
    def reopens(self) -> bool:
        return self.outcome == Outcome.REOPENED

    @property
    def accepts(self) -> bool:
        return self.outcome == Outcome.ACCEPTED

    def is_undone_by(self, text: str) -> bool:
        """Whether `text`, of a later revision, has lost the words that were accepted, or has more of those that
        they stood for than when they were."""
        if not self.accepts:
            return False
        quote, replacement = self.review.quote, self.review.replacement or ""
        is_back = self.made is not None and text.count(quote) > self.made.text.count(quote)
        return replacement not in text or is_back
