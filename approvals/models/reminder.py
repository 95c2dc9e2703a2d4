import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.models.gate import ADMIT_REMINDER, HELD
from approvals.models.slot import Slot
from common.guards import Guard, append_only
from incidents.models import TimelineEntry


class ReminderKind(models.TextChoices):
    HALF_TIME = "half_time", _("Half of the time is over")
    RAN_OUT = "ran_out", _("The time ran out")
    LEAD_TOLD = "lead_told", _("The lead was told")


class Reminder(models.Model):
    """That somebody was reminded of a slot: each kind once, however often the clock looks."""

    slot = models.ForeignKey(Slot, models.PROTECT, related_name="reminders")
    kind = models.CharField(_("kind"), max_length=12, choices=ReminderKind)
    entry = models.OneToOneField(TimelineEntry, models.PROTECT, related_name="reminder")
    clock_at = models.DateTimeField(_("noticed at"), help_text=_("By the room's clock."))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["slot", "kind"], name="one_reminder_per_kind"),
            models.CheckConstraint(
                name="a_known_kind_of_reminder", condition=Q(kind__in=ReminderKind.values)
            ),
        ]
        triggers = [
            *append_only(),
            Guard(
                name="admits_reminder",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[*HELD, ("given", "approvals_slot%ROWTYPE")],
                func=ADMIT_REMINDER,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slot}: {self.get_kind_display()}"
