from datetime import datetime
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.models.gate import KEEP_ABSENCE
from common.guards import Guard, append_only


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def in_force(self, at: datetime | None = None) -> Self:
        """Of people who are away now. By the world's clock: a person is away, and not a room."""
        at = at or timezone.now()
        return self.filter(starts_at__lte=at, ends_at__gt=at, ended_at=None)

    def ahead(self) -> Self:
        """In force, or still to come."""
        return self.filter(ends_at__gt=timezone.now(), ended_at=None)


class Absence(models.Model):
    """Out of office: until when, and who signs instead. Only ever changed by ending it early."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="absences")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField(_("away from"))
    ends_at = models.DateTimeField(_("back at"))
    ended_at = models.DateTimeField(_("ended early at"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(name="nobody_is_their_own_deputy", condition=~Q(person=F("deputy"))),
            models.CheckConstraint(
                name="an_absence_begins_before_it_ends", condition=Q(starts_at__lt=F("ends_at"))
            ),
        ]
        triggers = [
            Guard(
                name="ends_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=KEEP_ABSENCE,
            ),
            append_only()[1],
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.deputy}"
