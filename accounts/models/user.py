from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.standing import moves_standing


class User(AbstractUser):
    """A person. What they may see and do is decided room by room, never here."""

    name = models.CharField(_("name"), max_length=120, help_text=_("As others in a room will read it."))
    title = models.CharField(_("job title"), max_length=120, blank=True)
    language = models.CharField(
        _("language"),
        max_length=12,
        blank=True,
        choices=settings.LANGUAGES,
        help_text=_("Empty: as their browser asks."),
    )

    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "pk"]
        triggers = moves_standing("id", "is_active", "password")

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def initials(self) -> str:
        """One or two letters for the round mark beside the name."""
        words = str(self).split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()
