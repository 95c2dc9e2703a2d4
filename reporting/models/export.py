from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.models import Attachment
from incidents.models import Incident, Participant, Stream
from jobs.models import Job

if TYPE_CHECKING:
    from accounts.models import User

# A copy is fetched soon or not at all; what lies about is what leaks.
KEPT = timedelta(days=1)


def _in_a_day() -> datetime:
    return timezone.now() + KEPT


class ExportQuerySet(models.QuerySet["Export"]):
    def kept(self) -> Self:
        """Those that are whole, and whose time has not come."""
        return self.filter(expires_at__gt=timezone.now(), job__failure="", job__cancelled_at=None).exclude(
            job__ended_at=None
        )

    def over(self) -> Self:
        """Those that nobody can fetch any more: their time is over, or they never became whole."""
        broken_off = models.Q(job__cancelled_at__isnull=False) | ~models.Q(job__failure="")
        return self.filter(broken_off | models.Q(expires_at__lte=timezone.now()))

    def of(self, user: "User") -> Self:
        """A copy is for the one person it was made for, and told what they might read."""
        return self.filter(person=user)


class Export(models.Model):
    """A copy of a room's record, as far as one person may read it. `heads` says up to which number of each of
    `streams` it goes; `told_until` where its making stands. A stream that is not theirs has no number here."""

    job = models.OneToOneField(Job, models.PROTECT, related_name="export")
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    streams = ArrayField(models.CharField(max_length=12, choices=Stream))
    heads = models.JSONField()
    has_chain = models.BooleanField(default=False)
    told_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    expires_at = models.DateTimeField(_("kept until"), default=_in_a_day)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.incident}: {self.person}"

    @property
    def reads(self) -> frozenset[Stream]:
        return frozenset(map(Stream, self.streams))

    def is_for(self, place: Participant | None) -> bool:
        """Whether who has this place today may still read all that is in it."""
        return place is not None and place.person_id == self.person_id and self.reads <= place.streams


class ExportPiece(models.Model):
    """Part of a file in it: bytes, or all of an attachment of the room, which is not copied. Pieces of one path
    follow one another."""

    export = models.ForeignKey(Export, models.CASCADE, related_name="pieces")
    position = models.PositiveIntegerField()
    path = models.CharField(max_length=200)
    content = models.BinaryField(default=b"")
    attachment = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["export", "path", "position"]
        constraints = [
            models.UniqueConstraint(fields=["export", "path", "position"], name="one_piece_per_place")
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.position}"
