from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.guards import append_only
from incidents.models import Incident


class Look(models.Model):
    """That a person has had a room's executive page before them, and how far the story went that it showed. The
    page says so itself, once it was seen; fetching it says nothing."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    until = models.DateTimeField(_("seen until"), help_text=_("When the newest entry on it was recorded."))
    clock_at = models.DateTimeField(_("looked at"), help_text=_("By the room's clock."))

    class Meta:
        indexes = [models.Index(fields=["incident", "person", "-id"], name="looks_of_a_person")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.person}: {self.incident}"
