from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models.choices import Role


class DutyAssignment(models.Model):
    """One seat of the default team: who is called when a room opens, and as what."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="duty")
    role = models.CharField(_("role"), max_length=12, choices=Role)
    is_cleared = models.BooleanField(_("cleared for privileged material"), default=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"
