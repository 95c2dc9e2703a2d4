from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models.choices import TEAM, Role, Stream
from incidents.models.incident import Incident
from incidents.models.rights import moves_rights


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def active(self) -> Self:
        return self.filter(removed_at=None)


class Participant(models.Model):
    """A person's place in one room. Leaving ends it and keeps the row; coming back opens the same one."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="participants")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="participations")
    role = models.CharField(_("role"), max_length=12, choices=Role)
    is_cleared = models.BooleanField(_("cleared for privileged material"), default=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(_("invited at"))
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["invited_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "person"], name="one_place_per_person_and_room")
        ]
        triggers = moves_rights()

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"

    @property
    def is_active(self) -> bool:
        return self.removed_at is None

    @property
    def is_team(self) -> bool:
        """Whether this person holds the pen; executives and guests watch."""
        return self.role in TEAM

    @property
    def streams(self) -> frozenset[Stream]:
        """What this person may read. The one place that says so."""
        if not self.is_active:
            return frozenset()
        streams = {Stream.BRIEFING}
        if self.role != Role.GUEST:
            streams.add(Stream.WORKING)
            if self.is_cleared:
                streams.add(Stream.PRIVILEGED)
        return frozenset(streams)
