"""The one ear a process has for hints."""

import asyncio
import re
from collections.abc import Callable

import structlog
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as ValkeyGone

from live.hints import CHANNEL

log = structlog.get_logger(__name__)

HINT = re.compile(rf"{CHANNEL}([0-9]{{1,18}})".encode())
QUIET_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 5.0


async def listen(url: str, heard: Callable[[int | None], None]) -> None:
    """Call `heard(room)` for every hint, for ever, and `heard(None)` after a gap: any room may have changed.

    While Valkey is away the rooms poll, so nobody has to know: this only tries again, less and less eagerly.
    """
    pause = 0.1
    while True:
        try:
            # No socket timeout: a subscription is silent most of the time. Against half-open lines we ping.
            valkey = Redis.from_url(url, socket_timeout=None, retry=Retry(NoBackoff(), 0))
            async with valkey, valkey.pubsub() as subscription:
                await subscription.psubscribe(f"{CHANNEL}*")
                pause = 0.1
                heard(None)
                await _hear(subscription, heard)
        except Exception as error:  # a process that stopped listening for good would be late for good
            log.warning("hints_unheard", error=type(error).__name__, again_in=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


async def _hear(subscription: PubSub, heard: Callable[[int | None], None]) -> None:
    pinged = False
    while True:
        message = await subscription.get_message(timeout=QUIET_SECONDS)
        if message is None:
            if pinged:
                raise ValkeyGone("no answer to a ping")
            await subscription.ping()
            pinged = True
            continue
        pinged = False
        if message["type"] == "pmessage" and (hint := HINT.fullmatch(message["channel"])):
            heard(int(hint[1]))
