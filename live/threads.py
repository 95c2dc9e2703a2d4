"""Where the hub asks the database."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import connections

P = ParamSpec("P")
T = TypeVar("T")


class DatabaseThreads:
    """A few threads of our own.

    asgiref runs the database work of all consumers of a process on one thread; a single lock wait there
    would silence every room.
    """

    def __init__(self, name: str, size: int) -> None:
        self._pool = ThreadPoolExecutor(max_workers=size, thread_name_prefix=name)

    async def run(self, ask: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call `ask` on one of the threads and give its connection back to the pool afterwards."""

        def job() -> T:
            try:
                return ask(*args, **kwargs)
            finally:
                for connection in connections.all(initialized_only=True):
                    connection.close()

        return await asyncio.get_running_loop().run_in_executor(self._pool, job)

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
