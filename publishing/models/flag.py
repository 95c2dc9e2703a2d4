from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.models import Statement
from approvals.models.gate import HELD
from common.guards import Guard, append_only
from incidents.models import TimelineEntry
from publishing.models.gate import ADMIT_FLAG
from publishing.models.line_use import LineUse
from publishing.models.publication import Publication


class FlagQuerySet(models.QuerySet["Flag"]):
    def on(self, statement: Statement, channel: str) -> Self:
        """Of what went out of `statement` on `channel`."""
        published = Q(publication__statement=statement, publication__channel=channel)
        return self.filter(published | Q(line_use__revision__statement=statement, line_use__channel=channel))


class Flag(models.Model):
    """What went out, published or said as a line, and rests on a fact which was taken back afterwards: one for each
    such fact. `cause` took it back and may be in a stream that not everyone here reads; `entry` tells everyone,
    without the fact's words."""

    publication = models.ForeignKey(Publication, models.PROTECT, null=True, related_name="flags")
    line_use = models.ForeignKey(LineUse, models.PROTECT, null=True, related_name="flags")
    cause = models.ForeignKey(TimelineEntry, models.PROTECT, related_name="+")
    entry = models.OneToOneField(TimelineEntry, models.PROTECT, related_name="flag")
    clock_at = models.DateTimeField(_("flagged at"), help_text=_("By the room's clock."))

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="a_flag_is_on_one_thing",
                condition=Q(publication=None, line_use__isnull=False)
                | Q(publication__isnull=False, line_use=None),
            ),
            models.UniqueConstraint(
                fields=["publication", "cause"], name="one_flag_per_publication_and_cause"
            ),
            models.UniqueConstraint(fields=["line_use", "cause"], name="one_flag_per_use_and_cause"),
        ]
        triggers = [
            *append_only(),
            Guard(
                name="admits_flag",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=HELD,
                func=ADMIT_FLAG,
            ),
        ]

    def __str__(self) -> str:
        return str(self.publication or self.line_use)
