import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.models.gate import HELD
from common.guards import Guard, append_only
from incidents.models import TimelineEntry
from publishing.models.gate import ADMIT_FLAG
from publishing.models.publication import Publication


class Flag(models.Model):
    """A publication that rests on a fact which was taken back after it went out. `cause` took it back and may be
    in a stream that not everyone here reads; `entry` tells everyone, without the fact's words."""

    publication = models.OneToOneField(Publication, models.PROTECT, related_name="flag")
    cause = models.ForeignKey(TimelineEntry, models.PROTECT, related_name="+")
    entry = models.OneToOneField(TimelineEntry, models.PROTECT, related_name="flag")
    clock_at = models.DateTimeField(_("flagged at"), help_text=_("By the room's clock."))

    class Meta:
        ordering = ["pk"]
        triggers = [
            *append_only(),
            Guard(
                name="admits_flag",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[*HELD, ("sent", "publishing_publication%ROWTYPE")],
                func=ADMIT_FLAG,
            ),
        ]

    def __str__(self) -> str:
        return str(self.publication)
