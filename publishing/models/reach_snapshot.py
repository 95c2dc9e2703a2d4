from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.guards import append_only
from incidents.models import Incident, TimelineEntry
from publishing.models.publication import Publication


class Basis(models.TextChoices):
    """Gross counts a person once for every repost they saw; net counts them once."""

    GROSS = "gross", _("Gross")
    NET = "net", _("Net")


class ReachSnapshotQuerySet(models.QuerySet["ReachSnapshot"]):
    def latest_gross(self) -> Self:
        """Of each publication, its last gross count. Their sum is the room's gross reach."""
        return (
            self.filter(publication__isnull=False, basis=Basis.GROSS)
            .order_by("publication_id", "-counted_at", "-pk")
            .distinct("publication_id")
        )


class ReachSnapshot(models.Model):
    """How many had seen it at one moment, and how that was counted."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="reach_snapshots")
    # Null for a figure of the whole room.
    publication = models.ForeignKey(Publication, models.PROTECT, null=True, related_name="snapshots")
    entry = models.OneToOneField(TimelineEntry, models.PROTECT, related_name="reach_snapshot")
    counted_at = models.DateTimeField(_("counted at"))
    method = models.CharField(_("how it was counted"), max_length=300)
    reposts = models.PositiveIntegerField(_("reposts"), null=True, blank=True)
    accounts = models.PositiveBigIntegerField(_("accounts reached"))
    basis = models.CharField(_("basis"), max_length=8, choices=Basis, default=Basis.GROSS)

    objects = ReachSnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["counted_at", "pk"]
        constraints = [
            models.CheckConstraint(name="a_count_says_how", condition=~Q(method="")),
            models.CheckConstraint(
                name="a_sum_over_publications_is_ours_to_make",
                condition=Q(publication__isnull=False) | Q(basis=Basis.NET),
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.accounts} ({self.basis})"
