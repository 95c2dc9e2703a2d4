"""Kicks for the Celery worker. Postgres holds the truth of every job, so a lost kick costs only time."""

import structlog
from celery import current_app
from kombu.exceptions import OperationalError

from common.commits import after_commit

log = structlog.get_logger(__name__)


def enqueue(name: str, *args: int) -> None:
    """Send the task called `name` after commit. Arguments are ids only: nothing private may reach the broker."""

    def kick() -> None:
        try:
            current_app.send_task(name, args=args)
        except OperationalError:
            log.warning("job_not_kicked", job=name)

    after_commit(kick)
