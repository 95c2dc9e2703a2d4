from celery import shared_task

from reporting.actions import exports


@shared_task
def clear_exports() -> int:
    return exports.clear_exports()
