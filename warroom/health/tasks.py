"""The worker's heartbeat: beat asks for it, the worker writes it, Valkey forgets it."""

import time
from typing import Any

from celery import shared_task
from celery.signals import worker_ready
from django.core.cache import cache

from warroom.health.checks import HEARTBEAT_KEY, HEARTBEAT_LIMIT


@shared_task(name="warroom.health.tasks.heartbeat")
def heartbeat() -> None:
    cache.set(HEARTBEAT_KEY, time.time(), timeout=HEARTBEAT_LIMIT)


@worker_ready.connect
def first_heartbeat(**_: Any) -> None:
    """Do not make a fresh start wait for beat's first round."""
    heartbeat()
