"""The one ear a process has for the others, and the voice that goes with it."""

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress

import structlog
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as ValkeyGone
from redis.exceptions import RedisError

from live import hints, presence

log = structlog.get_logger(__name__)

HINT = re.compile(rf"{hints.CHANNEL}([0-9]{{1,18}})".encode())
PRESENCE = re.compile(rf"{presence.CHANNEL}([0-9]{{1,18}})".encode())
QUIET_SECONDS = 1.0
"""After so much silence Valkey is asked whether it is there; after twice as much it is held to be gone."""
PATIENCE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 2.0


class Subscription:
    """Listens for ever. While Valkey is away the rooms poll, so nobody waits for this; it just tries again.

    `changed(room)` is called for every hint of another process, and `changed(None)` after a gap: any room may
    have changed. `met(room, said)` for what another process says about who is there.
    """

    def __init__(
        self,
        url: str,
        changed: Callable[[int | None], None],
        met: Callable[[int, presence.Said], None],
    ) -> None:
        self.hears = False
        self._url = url
        self._changed, self._met = changed, met
        self._valkey: Redis | None = None

    async def listen(self) -> None:
        pause = 0.1
        while True:
            try:
                await self._subscribe()
            except Exception as error:  # a process that stopped listening for good would be late for good
                log.warning("hints_unheard", error=type(error).__name__, again_in=pause)
                pause = 0.1 if self.hears else min(pause * 2, LONGEST_PAUSE_SECONDS)
                self.hears, self._valkey = False, None
                await asyncio.sleep(pause)

    async def tell(self, channel: str, message: str) -> None:
        """Say it once. Nobody may be listening, and nobody waits for it."""
        if self._valkey is not None and self.hears:
            with suppress(RedisError, OSError, TimeoutError):
                async with asyncio.timeout(PATIENCE_SECONDS):
                    await self._valkey.publish(channel, message)

    async def _subscribe(self) -> None:
        # No socket timeout: a subscription is silent most of the time. Against half-open lines we ping.
        valkey = Redis.from_url(
            self._url,
            socket_timeout=None,
            socket_connect_timeout=PATIENCE_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )
        async with valkey, valkey.pubsub() as subscription:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await subscription.psubscribe(f"{hints.CHANNEL}*", f"{presence.CHANNEL}*")
                await subscription.get_message(timeout=None)
            self.hears, self._valkey = True, valkey
            self._changed(None)
            await self._hear(subscription)

    async def _hear(self, subscription: PubSub) -> None:
        pinged = False
        while True:
            message = await subscription.get_message(timeout=QUIET_SECONDS)
            if message is None:
                if pinged:
                    raise ValkeyGone("no answer to a ping")
                await subscription.ping()
            elif message["type"] == "pmessage":
                self._take(message["channel"], message["data"])
            pinged = message is None

    def _take(self, channel: bytes, data: bytes) -> None:
        if hint := HINT.fullmatch(channel):
            if data != hints.OURSELVES:
                self._changed(int(hint[1]))
        elif (room := PRESENCE.fullmatch(channel)) and (said := presence.parse(data)):
            self._met(int(room[1]), said)
