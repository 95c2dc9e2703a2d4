"""Celery: JSON, late acknowledgement, no results. A lost or doubled task must change nothing."""

from typing import Any

CELERY_IMPORTS = ("warroom.health.tasks",)  # warroom is no app, so nothing finds its tasks by itself
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 60
CELERY_TASK_SOFT_TIME_LIMIT = 45
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A web request must not hang on a Valkey that is away: the job is written in Postgres, the clock finds it.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "global_keyprefix": "warroom:celery:",
    "socket_connect_timeout": 2,
}
CELERY_TIMEZONE = "UTC"

# The schedule is code, so beat keeps no file and can run from a read-only image.
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "heartbeat": {"task": "warroom.health.tasks.heartbeat", "schedule": 10.0, "options": {"expires": 10}},
    "missed promises": {
        "task": "incidents.tasks.note_missed_promises",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    "sign-off clocks": {
        "task": "approvals.tasks.keep_sign_off_clocks",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    # Lost jobs, those of a worker that died, and those whose next step has come.
    "jobs": {"task": "jobs.tasks.find_work", "schedule": 1.0, "options": {"expires": 10}},
    "exports that ran out": {
        "task": "reporting.tasks.clear_exports",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
}
