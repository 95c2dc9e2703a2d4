from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Toured(models.Model):
    """That a person was shown around, or said they need not be. It is not offered to them again."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="toured")
    at = models.DateTimeField(_("at"), auto_now_add=True)

    def __str__(self) -> str:
        return str(self.person)
