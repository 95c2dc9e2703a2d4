from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.guards import append_only
from incidents.models import Incident, TimelineEntry


class Closure(models.Model):
    """The end of a room: who closed it, when it was resolved, and what was reported beside the figures."""

    incident = models.OneToOneField(Incident, models.PROTECT, related_name="closure")
    entry = models.OneToOneField(TimelineEntry, models.PROTECT, related_name="closure")
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(_("closed at"), help_text=_("By the room's clock."))
    resolved_at = models.DateTimeField(_("resolved at"), help_text=_("By the room's clock."))
    reported = models.JSONField(_("as reported"), default=dict)

    class Meta:
        ordering = ["pk"]
        triggers = append_only()

    def __str__(self) -> str:
        return str(self.incident)
