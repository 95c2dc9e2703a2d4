"""The Celery app: kicks and clocks. Postgres holds the truth of every job."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "warroom.settings")

app = Celery("warroom")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)  # carries request and person into a task's log lines


@setup_logging.connect
def keep_our_logs(**_: Any) -> None:
    """Having a receiver at all keeps Celery from setting up logs of its own over Django's."""
