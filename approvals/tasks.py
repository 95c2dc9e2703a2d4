from celery import shared_task

from approvals.actions import reminders


@shared_task
def keep_sign_off_clocks() -> int:
    return reminders.keep_sign_off_clocks()
