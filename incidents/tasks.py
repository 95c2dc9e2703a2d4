from celery import shared_task

from incidents.actions import promises


@shared_task
def note_missed_promises() -> int:
    return promises.note_missed_promises()
