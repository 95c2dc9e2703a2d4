"""Jobs as their pages tell them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise as LazyText

from accounts.models import User
from jobs.kinds import Way, kind_of, visible_to
from jobs.models import Job
from jobs.models.job import JobQuerySet

MANY = 50


@dataclass(frozen=True)
class JobLine:
    """A job, what kind of work it is, what happens now and where it leads."""

    job: Job
    label: str | LazyText
    doing: str
    way: Way | None


def line_of(job: Job) -> JobLine:
    kind = kind_of(job)
    return JobLine(job, kind.label, "" if job.is_over else kind.doing(job), kind.way(job))


def lines_of(user: User, jobs: JobQuerySet) -> Sequence[JobLine]:
    """The latest of `jobs` that are `user`'s own."""
    return [line_of(job) for job in visible_to(user, list(jobs.of(user)[:MANY]))]
