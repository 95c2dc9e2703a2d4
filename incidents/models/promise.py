from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from incidents.models.choices import Status
from incidents.models.incident import Incident
from incidents.models.timeline_entry import TimelineEntry

if TYPE_CHECKING:
    from accounts.models import User


NEXT_UPDATE = _("Next public update")


class PromiseQuerySet(models.QuerySet["Promise"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(entry__in=TimelineEntry.objects.visible_to(user))

    def open(self) -> Self:
        return self.filter(kept_at=None, withdrawn_at=None)

    def overdue(self) -> Self:
        """Open promises whose time has passed on the clock of their own room."""
        return self.open().filter(due_at__lt=Now() - F("incident__clock_offset"))

    def unnoted(self) -> Self:
        """Overdue, in a room that is not closed, and not yet on its timeline."""
        return self.overdue().filter(missed_entry=None).exclude(incident__status=Status.CLOSED)


class Promise(models.Model):
    """Something we said would happen by a time. A public one is the "next promised update"."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="promises")
    entry = models.ForeignKey(TimelineEntry, models.PROTECT, related_name="promises")
    text = models.TextField(_("promise"), blank=True)
    due_at = models.DateTimeField(_("by"), help_text=_("By the room's clock."))
    is_public = models.BooleanField(_("made to the public"), default=False)
    kept_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    missed_entry = models.OneToOneField(TimelineEntry, models.PROTECT, null=True, related_name="+")

    objects = PromiseQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            # One call or one publication promises one thing by one time.
            models.UniqueConstraint(fields=["entry"], name="one_promise_per_entry")
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """What was promised. To speak again needs no words of its own, and is told in the reader's."""
        return self.text or str(NEXT_UPDATE)
