from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import get_language

from accounts.models import User
from common.commits import after_commit
from common.verdicts import require
from jobs import kicks, policy
from jobs.models import Job


@transaction.atomic
def start_job(
    kind: str, *, about: str, wants: Mapping[str, Any], total: int = 0, by: User, key: UUID | None = None
) -> Job:
    """Ask for long work. It is on record once this commits, whether or not anybody hears of it at once. A second
    press with the same key finds the job of the first. Raises Refused."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two presses queue here
    if key and (earlier := Job.objects.of(by).filter(key=key).first()):
        return earlier
    require(policy.ask(by))
    job = Job.objects.create(
        kind=kind,
        about=about[:200],
        wants=dict(wants),
        total=total,
        asked_by=by,
        key=key or uuid4(),
        language=get_language() or "en",
    )
    after_commit(lambda: kicks.look_at(job.pk))
    return job


@transaction.atomic
def cancel_job(job: Job, *, by: User) -> Job:
    """End it where it is: the step at hand is finished first, and what was done stays done. Raises Refused."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    require(policy.cancel(by, job))
    job.is_cancelled()
    job.save()
    return job
