"""Asking again, where one lost answer proves nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TypeVar

import httpx2
import psycopg
from redis.exceptions import RedisError
from websockets.exceptions import InvalidHandshake, InvalidMessage

T = TypeVar("T")

PATIENCE = 30.0  # seconds; no promise, but longer than any recovery takes on a box with too much to do
NO_ANSWER = (
    httpx2.HTTPError,
    OSError,  # TimeoutError, too
    EOFError,
    psycopg.OperationalError,
    RedisError,
    InvalidHandshake,
    InvalidMessage,
)


class NoAnswer(Exception):
    """What was said is no answer to what was asked: a 5xx, a goodbye for now."""


async def patiently(ask: Callable[[], Awaitable[T]], *, within: float = PATIENCE) -> T:
    """What `ask` says, which is asked again for `within` seconds while it says nothing. Whatever it does say counts,
    welcome or not: only silence is asked twice."""
    deadline = monotonic() + within
    while True:
        try:
            return await ask()
        except (*NO_ANSWER, NoAnswer):
            if monotonic() > deadline:
                raise
        await asyncio.sleep(0.1)
