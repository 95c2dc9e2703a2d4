import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models.choices import Kind, Severity, Status

if TYPE_CHECKING:
    from accounts.models import User
    from incidents.models.participant import Participant


class IncidentQuerySet(models.QuerySet["Incident"]):
    def visible_to(self, user: "User") -> Self:
        """Rooms in which `user` is a participant today."""
        return self.filter(participants__person=user, participants__removed_at=None)

    def lock(self, pk: int) -> "Incident":
        """The room, held until the transaction ends. Always the first lock a deed takes."""
        return self.select_for_update().get(pk=pk)


class Incident(models.Model):
    """One crisis. Its page is the room."""

    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    severity = models.PositiveSmallIntegerField(_("severity"), choices=Severity)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.OPEN)
    is_exercise = models.BooleanField(_("exercise"), default=False)
    scenario = models.SlugField(_("scenario"), blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened at"), help_text=_("By the room's clock."))
    # Two presses of one button carry one key, and open one room.
    opening_key = models.UUIDField(null=True, editable=False)

    # A restored or rebuilt room gets a new epoch, so that no browser trusts cursors from before.
    epoch = models.UUIDField(default=uuid.uuid4, editable=False)
    clock_offset = models.DurationField(default=timedelta, editable=False)

    # Kept by the timeline's trigger, under this row's lock. `room_seq` never leaves the server: a gap in it
    # would tell an uncleared reader that a privileged entry exists. The three others are gap-free per stream.
    room_seq = models.PositiveBigIntegerField(default=0, editable=False)
    briefing_n = models.PositiveBigIntegerField(default=0, editable=False)
    working_n = models.PositiveBigIntegerField(default=0, editable=False)
    privileged_n = models.PositiveBigIntegerField(default=0, editable=False)
    last_recorded_at = models.DateTimeField(null=True, editable=False)
    last_hash = models.BinaryField(default=b"", editable=False)
    # Kept by the participants' triggers; see `moves_rights`.
    rights_version = models.PositiveBigIntegerField(default=1, editable=False)

    # See `read_by`.
    _reader: "Participant | None" = None

    objects = IncidentQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["opened_by", "opening_key"], name="one_room_per_opening_key"),
            models.CheckConstraint(
                name="only_an_exercise_has_its_own_clock",
                condition=Q(is_exercise=True) | Q(clock_offset=timedelta()),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("room", args=[self.pk])

    def now(self) -> datetime:
        """What the room's clock says. In a real room, the time; in an exercise, the time in its story."""
        return timezone.now() - self.clock_offset

    def heads(self) -> dict[str, int]:
        """The last number given in each stream."""
        return {
            "briefing": self.briefing_n,
            "working": self.working_n,
            "privileged": self.privileged_n,
        }

    def participant(self, user: "User") -> "Participant | None":
        """`user`'s place in this room today, or None for a stranger."""
        if self._reader is not None and self._reader.person_id == user.pk:
            return self._reader
        return self.participants.active().filter(person=user).first()

    def read_by(self, place: "Participant") -> Self:
        """This room for one request of one participant, whose place has just been asked for and need not be
        asked again by everything on a page that depends on it. A deed locks the room first, and what it locks
        is another instance, which asks afresh."""
        self._reader = place
        return self

    @property
    def is_closed(self) -> bool:
        return self.status == Status.CLOSED

    @property
    def clock_offset_ms(self) -> int:
        """How far the room's clock is behind, in milliseconds, for clocks that tick in the browser."""
        return round(self.clock_offset / timedelta(milliseconds=1))
