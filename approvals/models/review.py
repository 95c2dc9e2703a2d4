from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.models.revision import Revision
from common.guards import append_only
from incidents.models import TimelineEntry


class ReviewKind(models.TextChoices):
    COMMENT = "comment", _("Comment")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")


class ReviewManager(models.Manager["Review"]):
    """Always with who said it."""

    def get_queryset(self) -> "models.QuerySet[Review]":
        return super().get_queryset().select_related("author")


class Review(models.Model):
    """What someone said about one revision."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="reviews")
    entry = models.OneToOneField(TimelineEntry, models.PROTECT, related_name="review")
    kind = models.CharField(_("kind"), max_length=20, choices=ReviewKind)
    text = models.TextField(_("text"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    clock_at = models.DateTimeField(_("said at"), help_text=_("By the room's clock."))

    objects = ReviewManager()

    class Meta:
        ordering = ["pk"]
        triggers = append_only()

    def __str__(self) -> str:
        return self.text

    @property
    def asks_for_changes(self) -> bool:
        return self.kind == ReviewKind.CHANGES_REQUESTED
