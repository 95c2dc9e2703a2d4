import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.models.gate import ADMIT_HANDOVER, HELD
from approvals.models.slot import Slot
from common.guards import Guard, append_only
from incidents.models import TimelineEntry


class Reason(models.TextChoices):
    RAN_OUT = "ran_out", _("The time ran out")
    ABSENT = "absent", _("Out of office")


class HandoverManager(models.Manager["Handover"]):
    """Always with who it went to."""

    def get_queryset(self) -> "models.QuerySet[Handover]":
        return super().get_queryset().select_related("to")


class Handover(models.Model):
    """A slot that a deputy may fill as well. Whoever was asked still may."""

    slot = models.ForeignKey(Slot, models.PROTECT, related_name="handovers")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    entry = models.OneToOneField(TimelineEntry, models.PROTECT, related_name="handover")
    clock_at = models.DateTimeField(_("handed over at"), help_text=_("By the room's clock."))

    objects = HandoverManager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["slot", "to"], name="one_handover_per_deputy"),
            models.CheckConstraint(
                name="a_handover_has_a_known_reason", condition=Q(reason__in=Reason.values)
            ),
        ]
        triggers = [
            *append_only(),
            Guard(
                name="admits_handover",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[*HELD, ("given", "approvals_slot%ROWTYPE")],
                func=ADMIT_HANDOVER,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slot}: {self.to}"
