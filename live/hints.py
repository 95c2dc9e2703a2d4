"""Hints between processes: "room 12 changed", and never what changed. Valkey may lose any of them."""

from functools import cache
from time import monotonic

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

_rest_until = 0.0


def room_changed(room: int) -> None:
    """Tell every process to look at this room now. Call it after commit.

    Never raises and never holds up a deed: a Valkey that does not answer is left alone for a second. A lost
    hint costs at most one poll of the hub.
    """
    global _rest_until
    if monotonic() < _rest_until:
        return
    try:
        valkey().publish(f"{CHANNEL}{room}", b"")
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
