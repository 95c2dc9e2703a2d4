import pgtrigger
from django.db import models

from approvals.models.attachment import Attachment
from approvals.models.gate import ADMIT_ENCLOSURE, HELD
from approvals.models.revision import Revision
from common.guards import Guard, append_only


class EnclosureManager(models.Manager["Enclosure"]):
    """Always with the file's name and digest, never with its content."""

    def get_queryset(self) -> "models.QuerySet[Enclosure]":
        return super().get_queryset().select_related("attachment").defer("attachment__content")


class Enclosure(models.Model):
    """A file that goes out with a revision."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="enclosures")
    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="enclosures")
    position = models.PositiveSmallIntegerField()

    objects = EnclosureManager()

    class Meta:
        ordering = ["revision", "position"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "attachment"], name="one_enclosure_per_attachment"),
            models.UniqueConstraint(fields=["revision", "position"], name="one_enclosure_per_position"),
        ]
        triggers = [
            *append_only(),
            Guard(
                name="admits_enclosure",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=HELD,
                func=ADMIT_ENCLOSURE,
            ),
        ]

    def __str__(self) -> str:
        return str(self.attachment)
