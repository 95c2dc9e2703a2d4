from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.guards import Guard
from incidents.models.choices import FactState, Stream
from incidents.models.incident import Incident
from incidents.models.timeline_entry import TimelineEntry

if TYPE_CHECKING:
    from accounts.models import User


class FactQuerySet(models.QuerySet["Fact"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(entry__in=TimelineEntry.objects.visible_to(user))

    def citable(self) -> Self:
        """Facts that words for the public may rest on: not refuted, and nobody's privileged advice."""
        return self.exclude(state=FactState.REFUTED).exclude(entry__stream=Stream.PRIVILEGED)

    def told(self) -> Self:
        return self.select_related("entry", "verifier").order_by("entry__recorded_at")


class Fact(models.Model):
    """A claim with a state. Each change of state is an entry of its own; this row is where it stands now."""

    entry = models.OneToOneField(TimelineEntry, models.PROTECT, primary_key=True, related_name="fact")
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="facts")
    text = models.TextField(_("fact"))
    source = models.CharField(_("source"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=FactState, default=FactState.UNVERIFIED)
    state_since = models.DateTimeField(_("since"), help_text=_("By the room's clock."))
    verifier = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = FactQuerySet.as_manager()

    class Meta:
        ordering = ["entry"]
        triggers = [
            # A claim is what its entry says. Another claim is another fact.
            Guard(
                name="keeps_its_words",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("entry", "incident", "text", "source"),
                func="RAISE EXCEPTION 'a fact keeps its words and its room' USING ERRCODE = 'WR001';",
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def ref(self) -> str:
        return self.entry.ref
