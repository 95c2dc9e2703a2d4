"""Hints: "room 12 changed", and never what changed. Within a process by a call, between processes by Valkey,
which may lose any of them."""

from collections.abc import Callable
from functools import cache
from time import monotonic
from uuid import uuid4

import structlog
from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as ValkeyGone
from redis.exceptions import RedisError
from redis.retry import Retry

log = structlog.get_logger(__name__)

CHANNEL = "warroom:room:"
PATIENCE_SECONDS = 0.25
REST_SECONDS = 1.0

OURSELVES = uuid4().hex.encode()
"""Sent along, so that a process which hears itself need not look twice."""

_rest_until = 0.0
_listening: list[Callable[[int], None]] = []


def on_change(heard: Callable[[int], None]) -> Callable[[], None]:
    """Call `heard(room)` for every room that changes in this very process, from whatever thread changed it.

    Returns what ends it.
    """
    _listening.append(heard)
    return lambda: _listening.remove(heard)


def room_changed(room: int) -> None:
    """Tell every process to look at this room now. Call it after commit.

    Never raises and never holds up a deed: a Valkey that does not answer is left alone for a second. A lost
    hint costs at most one poll of the hub.
    """
    global _rest_until
    for heard in _listening:
        heard(room)
    if monotonic() < _rest_until:
        return
    try:
        valkey().publish(f"{CHANNEL}{room}", OURSELVES if _listening else b"")
    except (RedisError, OSError) as error:
        _rest_until = monotonic() + REST_SECONDS
        log.warning("hint_lost", room=room, error=type(error).__name__)


@cache
def valkey() -> Redis:
    # A connection that died while idle is replaced at once; a silent server is not asked twice.
    retry = Retry(NoBackoff(), retries=1, supported_errors=(ValkeyGone,))
    return Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=PATIENCE_SECONDS,
        socket_connect_timeout=PATIENCE_SECONDS,
        retry=retry,
    )
