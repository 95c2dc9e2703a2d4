"""What `/readyz` asks: one function per part, each returning a line of detail or raising."""

import time
from collections.abc import Callable
from functools import cache

from django.core.cache import cache as valkey_cache
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

HEARTBEAT_KEY = "worker-heartbeat"
# Three missed beats of ten seconds: by then the worker, beat, or the road between them is gone.
HEARTBEAT_LIMIT = 35


class NotReady(Exception):
    """A part is missing; the message is safe to show to anyone who can reach the probe."""


def postgres() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "answers"


def valkey() -> str:
    valkey_cache.get(HEARTBEAT_KEY)
    return "answers"


@cache
def shipped() -> frozenset[tuple[str, str]]:
    """Every migration of this release; read from disk once, since the probe can be asked by anyone."""
    return frozenset(MigrationLoader(None).disk_migrations)


def migrations() -> str:
    waiting = shipped() - set(MigrationRecorder(connection).applied_migrations())
    if waiting:
        raise NotReady(f"{len(waiting)} not applied")
    return "all applied"


def worker() -> str:
    beat_at = valkey_cache.get(HEARTBEAT_KEY)
    if beat_at is None:
        raise NotReady(f"no heartbeat for {HEARTBEAT_LIMIT} s")
    return f"heartbeat {max(0.0, time.time() - beat_at):.0f} s ago"


CHECKS: dict[str, Callable[[], str]] = {
    "postgres": postgres,
    "valkey": valkey,
    "migrations": migrations,
    "worker": worker,
}


def ask_all() -> tuple[bool, dict[str, str]]:
    """Ask every part; (all well, part -> line). Of a failure only the kind is shown, never an address."""
    lines = {}
    well = True
    for name, check in CHECKS.items():
        try:
            lines[name] = f"ok: {check()}"
        except NotReady as missing:
            well = False
            lines[name] = f"missing: {missing}"
        except Exception as error:  # whatever went wrong, the probe must say so and stay up
            well = False
            lines[name] = f"missing: {type(error).__name__}"
    return well, lines
