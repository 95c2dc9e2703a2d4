import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.models.gate import ADMIT_CITATION, HELD
from approvals.models.revision import Revision
from common.guards import Guard, append_only
from incidents.models import Fact


class CitationManager(models.Manager["Citation"]):
    """Always with the fact and its reference: a citation is of no use without them."""

    def get_queryset(self) -> "models.QuerySet[Citation]":
        return super().get_queryset().select_related("fact__entry")


class Citation(models.Model):
    """A fact that a revision rests on, in the words the fact had then."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="citations")
    fact = models.ForeignKey(Fact, models.PROTECT, related_name="citations")
    position = models.PositiveSmallIntegerField()
    wording = models.TextField(_("wording"))

    objects = CitationManager()

    class Meta:
        ordering = ["revision", "position"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "fact"], name="one_citation_per_fact"),
            models.UniqueConstraint(fields=["revision", "position"], name="one_citation_per_position"),
        ]
        triggers = [
            *append_only(),
            Guard(
                name="admits_citation",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=HELD,
                func=ADMIT_CITATION,
            ),
        ]

    def __str__(self) -> str:
        return self.wording
