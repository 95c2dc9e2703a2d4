"""A kind of job for tests: it counts, and writes each number down as a row that would show if it came twice."""

from typing import Any

from accounts.models import User
from incidents.models import DutyAssignment
from jobs.actions.jobs import start_job
from jobs.kinds import Kind, Tell, register
from jobs.models import Job


@register
class Counting(Kind):
    """`does` is a hook for a test: what else happens in a step, before and after it is written down."""

    name, label = "counting", "Counting"

    def __init__(self) -> None:
        self.before: Any = None
        self.prepares: Any = None
        self.breaks: Any = None

    def prepare(self, job: Job, tell: Tell) -> Any:
        return self.prepares(job, tell) if self.prepares else None

    def step(self, job: Job, prepared: Any) -> None:
        if self.before:
            self.before(job)
        person = User.objects.create(username=f"counted-{job.done}")
        DutyAssignment.objects.create(person=person, role="support")
        if self.breaks:
            self.breaks(job)
        if job.done + 1 < job.total:
            job.goes_on()
        else:
            job.ends({"counted": job.total})


def a_count(by: User, to: int = 3, **fields: Any) -> Job:
    return start_job("counting", about="To three", wants={"text": "dropped"}, total=to, by=by, **fields)


def counted() -> list[str]:
    return sorted(User.objects.filter(username__startswith="counted-").values_list("username", flat=True))
