"""Hints: "room 12 changed", and never what changed. Within a process by a call, between processes by Valkey,
which may lose any of them."""

from collections.abc import Callable
from functools import cache
from threading import Event
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

GIVE_WAY_SECONDS = 0.02
"""At most this long does whoever changed a room wait until this process has passed it on. Both need the interpreter,
and a thousand readers come before the answer to one: they have it 3 ms earlier than when both go on at once."""

OURSELVES = uuid4().hex.encode()
"""Sent along, so that a process which hears itself need not look twice."""

_rest_until = 0.0
_listening: list[Callable[[int], Event]] = []


def on_change(heard: Callable[[int], Event]) -> Callable[[], None]:
    """Call `heard(room)` for every room that changes in this very process, from whatever thread changed it. It
    answers with an event that is set once the room has been looked at.

    Returns what ends it.
    """
    _listening.append(heard)
    return lambda: _listening.remove(heard)


def room_changed(room: int) -> None:
    """Tell every process to look at this room now. Call it after commit.

    Never raises and hardly holds up a deed: a Valkey that does not answer is left alone for a second. A lost
    hint costs at most one poll of the hub.
    """
    passed_on = [heard(room) for heard in _listening]
    _tell_the_others(room)
    for each in passed_on:
        each.wait(GIVE_WAY_SECONDS)


def _tell_the_others(room: int) -> None:
    global _rest_until
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
