from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.models import Channel, Revision
from approvals.models.gate import HELD
from common.guards import Guard, append_only
from incidents.models import Participant, TimelineEntry
from publishing.models.line_gate import ADMIT_LINE_USE

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import User


class LineUseQuerySet(models.QuerySet["LineUse"]):
    def visible_to(self, user: "User") -> Self:
        """The public has read it, so it is for everyone in the room."""
        places = Participant.objects.active().filter(person=user)
        return self.filter(revision__statement__incident__in=places.values("incident"))

    def told(self) -> Self:
        return self.select_related("person", "revision").prefetch_related("flags").order_by("pk")


class LineUse(models.Model):
    """One reply in words that were signed beforehand: who said it, where, and what exactly."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="line_uses")
    entry = models.OneToOneField(TimelineEntry, models.PROTECT, related_name="line_use")
    sha256 = models.CharField(max_length=64)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    channel = models.CharField(_("channel"), max_length=12, choices=Channel)
    url = models.URLField(_("live at"), max_length=2000, blank=True)
    said = models.TextField(_("what was said"))
    clock_at = models.DateTimeField(_("said at"), help_text=_("By the room's clock."))

    objects = LineUseQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="a_line_links_to_the_web", condition=Q(url="") | Q(url__regex=r"^https?://")
            )
        ]
        triggers = [
            *append_only(),
            Guard(
                name="admits_line_use",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[*HELD, ("glass", "bigint")],
                func=ADMIT_LINE_USE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision}: {self.person}"

    @property
    def flagged_at(self) -> "datetime | None":
        """When a fact that it rests on was taken back, by the room's clock; None while it stands."""
        return min((flag.clock_at for flag in self.flags.all()), default=None)
