import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.models.gate import HELD
from common.guards import Guard, append_only
from incidents.models import TimelineEntry
from publishing.models.break_glass import BreakGlass
from publishing.models.glass_gate import ADMIT_SECOND


class Second(models.Model):
    """The other of the two. With this row the glass is broken."""

    break_glass = models.OneToOneField(BreakGlass, models.PROTECT, related_name="second")
    entry = models.OneToOneField(TimelineEntry, models.PROTECT, related_name="second")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    clock_at = models.DateTimeField(_("broken at"), help_text=_("By the room's clock."))

    class Meta:
        ordering = ["pk"]
        triggers = [
            *append_only(),
            Guard(
                name="admits_second",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[*HELD, ("glass", "publishing_breakglass%ROWTYPE")],
                func=ADMIT_SECOND,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.break_glass}: {self.person}"
