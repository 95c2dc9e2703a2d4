"""What a worker does with a job: take it, go step by step, give it back."""

import traceback
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F
from django.db.models.functions import Greatest, Now
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from common.verdicts import Refused
from jobs import kicks
from jobs.kinds import Failed, Overtaken, kind_of
from jobs.models import LEASE, MOST_TRIES, Job

# A worker stays with a job for so many seconds, then whatever else waits has its turn.
SLICE = 5.0
# And says how far it is so many times a second at most.
TELLING = 4

log = structlog.get_logger(__name__)


def find_work() -> list[int]:
    """Jobs that have something to do and nobody who does it: new ones whose kick was lost, those whose worker died,
    and those whose hour has come."""
    return list(Job.objects.takeable().order_by("due_at").values_list("pk", flat=True)[:100])


def work_on(pk: int) -> None:
    """Get a job further, if nobody else does. As often as one likes, by as many at once as one likes."""
    job = take(pk)
    if job is None or job.lease is None:
        return
    until = monotonic() + SLICE
    with translation.override(job.language):
        while step(pk, job.lease):
            if monotonic() > until:
                break
    if give_back(pk, job.lease):
        kicks.look_at(pk)


@transaction.atomic
def take(pk: int) -> Job | None:
    """The job, ours until its lease runs out; None when somebody has it, or there is nothing to do."""
    job = Job.objects.takeable().select_for_update(skip_locked=True).filter(pk=pk).first()
    if job is None:
        return None
    job.lease, job.leased_until = uuid4(), timezone.now() + LEASE
    job.began_at = job.began_at or timezone.now()
    job.tries += 1
    if job.tries > MOST_TRIES:
        with translation.override(job.language):
            job.fails(
                _("This broke off again and again at the same place. What was done before that stands.")
            )
    job.save()
    return job


def step(pk: int, lease: UUID) -> bool:
    """One step, if the lease is still ours. Returns whether the next one is due."""
    job = Job.objects.select_related("asked_by").get(pk=pk)
    kind = kind_of(job)
    prepared: Any = None
    failed: Failed | None = None
    try:
        prepared = kind.prepare(job, _teller(pk, lease))
    except Overtaken:
        return False
    except Failed as failure:
        failed = failure
    except (OperationalError, InterfaceError):
        raise
    except Exception as broken:
        failed = _broken(job, broken)
    with transaction.atomic():
        held = Job.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=pk)
        if held.lease != lease or held.is_over:
            return False
        if not held.asked_by.is_active:
            failed = Failed(_("This account is no longer active."))
        if failed:
            held.fails(failed.reason, failed.problems)
        else:
            held = _do(held, kind, prepared)
        if not held.is_over:
            held.tries = 0
            held.leased_until = timezone.now() + LEASE
        held.save()
        return not held.is_over and held.due_at <= timezone.now()


def _do(job: Job, kind: Any, prepared: Any) -> Job:
    """The step itself. One that goes wrong leaves nothing behind, neither in the database nor in the job."""
    before = Job.objects.select_related("asked_by").get(pk=job.pk)
    try:
        with transaction.atomic():
            kind.step(job, prepared)
        return job
    except Failed as failure:
        before.fails(failure.reason, failure.problems)
    except Refused as refusal:
        before.fails(refusal.reason)
    except (OperationalError, InterfaceError):  # not its fault, and it is tried again
        raise
    except Exception as broken:
        before.fails(_broken(job, broken).reason)
    return before


def _broken(job: Job, error: Exception) -> Failed:
    """Where it broke goes into the log, and nothing of what it was about: a database error quotes whole rows."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    log.error(
        "job_broke",
        job=job.pk,
        kind=job.kind,
        error=type(error).__name__,
        where=f"{where.filename}:{where.lineno}",
    )
    return Failed(_("Something broke on our side. What was done before that stands; start it again."))


def _teller(pk: int, lease: UUID) -> Any:
    told = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal told
        if monotonic() - told < 1 / TELLING:
            return
        told = monotonic()
        mine = Job.objects.going_on().filter(pk=pk, lease=lease)
        # Who begins anew after another died stands still until it is as far: a job does not go back.
        further = Greatest(F("done"), done)
        if not mine.update(done=further, total=total, leased_until=Now() + LEASE):
            raise Overtaken

    return tell


@transaction.atomic
def give_back(pk: int, lease: UUID) -> bool:
    """Returns whether there is more to do at once."""
    job = Job.objects.select_for_update().get(pk=pk)
    if job.lease != lease or job.is_over:
        return False
    job.lease = job.leased_until = None
    job.save()
    return job.due_at <= timezone.now()
