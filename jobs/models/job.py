import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from common.guards import Guard

if TYPE_CHECKING:
    from accounts.models import User

# How long a worker may be silent before another takes its place. Longer than any single step.
LEASE = timedelta(seconds=20)

# So often is a job taken up without getting any further, then it is over: it would take worker after worker with it.
MOST_TRIES = 5

# For so long a finished job stays beside those that run.
LATELY = timedelta(hours=1)


class JobState(models.TextChoices):
    """Where a job stands. Never stored: it follows from its times."""

    WAITING = "waiting", _("Waiting to begin")
    RUNNING = "running", _("In progress")
    DONE = "done", _("Done")
    FAILED = "failed", _("Not done")
    CANCELLED = "cancelled", _("Cancelled")


class JobQuerySet(models.QuerySet["Job"]):
    def of(self, user: "User") -> Self:
        """Long work is its asker's own business."""
        return self.filter(asked_by=user)

    def going_on(self) -> Self:
        return self.filter(ended_at=None)

    def lately(self) -> Self:
        """What goes on, and what has just ended."""
        return self.filter(Q(ended_at=None) | Q(ended_at__gt=Now() - LATELY))

    def takeable(self) -> Self:
        """Has something to do at this moment, and no living worker does it. By the database's clock, which is one
        for all workers."""
        free = Q(leased_until=None) | Q(leased_until__lt=Now())
        return self.going_on().filter(free, due_at__lte=Now())


class Job(models.Model):
    """Long work that somebody asked for. This row is the truth of it; a Celery task only says "look".

    A step's outcome and `done` are written in one transaction, under this row's lock and only by who holds the
    lease: so whatever becomes of a worker, each step is done once. `wants` is what was asked for, `memory` what the
    next step must know, `now` what is being done, `result` what came of it; what they hold is the kind's affair.
    """

    kind = models.CharField(max_length=24)
    about = models.CharField(max_length=200)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="jobs")
    # Two presses of one button carry one key, and start one job.
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    language = models.CharField(max_length=12, default="en")
    asked_at = models.DateTimeField(default=timezone.now)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    # Why it could not be done, and each thing that has to be mended first.
    failure = models.TextField(default="", blank=True)
    problems = models.JSONField(default=list)

    wants = models.JSONField(default=dict)
    memory = models.JSONField(default=dict)
    now = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    total = models.PositiveIntegerField(default=0)  # 0 while nobody knows
    done = models.PositiveIntegerField(default=0)

    due_at = models.DateTimeField(default=timezone.now)
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["asked_by", "key"], name="one_job_per_press"),
            models.CheckConstraint(name="no_job_does_more_than_all", condition=Q(done__lte=F("total"))),
            models.CheckConstraint(
                name="a_job_ends_in_one_way",
                condition=Q(ended_at=None, cancelled_at=None, failure="")
                | Q(ended_at__isnull=False, cancelled_at=None)
                | Q(ended_at__isnull=False, cancelled_at__isnull=False, failure=""),
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="jobs_to_do", condition=Q(ended_at=None))]
        triggers = [
            Guard(
                name="what_is_over_stays_over",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__ended_at__isnull=False),
                func="RAISE EXCEPTION 'this job is over' USING ERRCODE = 'WR080';",
            ),
            Guard(
                name="never_goes_back",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__done__lt=pgtrigger.F("old__done")),
                func="RAISE EXCEPTION 'a job does not go back' USING ERRCODE = 'WR081';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.about}"

    def get_absolute_url(self) -> str:
        return reverse("job", args=[self.pk])

    @property
    def state(self) -> JobState:
        if self.ended_at is None:
            return JobState.RUNNING if self.began_at else JobState.WAITING
        if self.cancelled_at:
            return JobState.CANCELLED
        return JobState.FAILED if self.failure else JobState.DONE

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None

    @property
    def took(self) -> timedelta:
        """How long it has been at work, or was."""
        return (self.ended_at or timezone.now()) - (self.began_at or self.asked_at)

    @property
    def rests(self) -> timedelta | None:
        """How long until there is something to do again; None while it is at work."""
        left = self.due_at - timezone.now()
        return left if not self.is_over and left > timedelta(seconds=2) else None

    def goes_on(self, *, at: datetime | None = None) -> None:
        """One step further; the next is due at once, or `at` that time."""
        self.done += 1
        self.due_at = at or timezone.now()

    def ends(self, result: Mapping[str, Any]) -> None:
        self.result, self.done = dict(result), self.total
        self._is_over()

    def fails(self, reason: str | LazyText, problems: list[str] | None = None) -> None:
        self.failure, self.problems = str(reason), problems or []
        self._is_over()

    def is_cancelled(self) -> None:
        self.cancelled_at = timezone.now()
        self._is_over()

    def _is_over(self) -> None:
        """Nobody needs what it was made from any more."""
        self.ended_at = self.cancelled_at or timezone.now()
        self.lease = self.leased_until = None
        self.wants.pop("text", None)
