from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.models.revision import Revision
from common.guards import append_only
from incidents.models import TimelineEntry


class SignOffRequest(models.Model):
    """One revision, put before the desks that must sign it."""

    revision = models.OneToOneField(Revision, models.PROTECT, related_name="request")
    entry = models.OneToOneField(TimelineEntry, models.PROTECT, related_name="sign_off_request")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    clock_at = models.DateTimeField(_("asked at"), help_text=_("By the room's clock."))

    class Meta:
        ordering = ["pk"]
        triggers = append_only()

    def __str__(self) -> str:
        return str(self.revision)
