from celery import shared_task

from jobs import kicks
from jobs.actions import work


@shared_task
def work_on(job: int) -> None:
    work.work_on(job)


@shared_task
def find_work() -> int:
    found = work.find_work()
    for job in found:
        kicks.look_at(job)
    return len(found)
