"""Where the hub asks the database."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from copy import deepcopy
from threading import Thread
from typing import ParamSpec, TypeVar

from django.db import DEFAULT_DB_ALIAS, Error, InterfaceError, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend

P = ParamSpec("P")
T = TypeVar("T")


class DatabaseThreads:
    """A few threads of our own, each with a connection that it keeps.

    asgiref runs the database work of all consumers of a process on one thread; a single lock wait there
    would silence every room. And requests may use up the pool of connections, which must silence nobody.
    """

    def __init__(self, name: str, size: int) -> None:
        self._pool = ThreadPoolExecutor(size, thread_name_prefix=name, initializer=self._take_own_connection)
        self._kept: set[BaseDatabaseWrapper] = set()

    async def run(self, ask: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call `ask` on one of the threads. It only reads, so it may be asked twice: when the connection that
        was kept turns out to be dead, once more with a new one."""

        def job() -> T:
            mine = connections[DEFAULT_DB_ALIAS]
            was_kept = mine.connection is not None
            try:
                return ask(*args, **kwargs)
            except (OperationalError, InterfaceError):
                mine.close()
                if not was_kept:
                    raise
            return ask(*args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._pool, job)

    def _take_own_connection(self) -> None:
        """For this thread, instead of one from the pool, which requests may have used up."""
        settings = deepcopy(connections.settings[DEFAULT_DB_ALIAS])
        settings["OPTIONS"].pop("pool", None)
        own = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, DEFAULT_DB_ALIAS)
        connections[DEFAULT_DB_ALIAS] = own
        self._kept.add(own)

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        # From a thread, since Django lets nobody close a connection in an event loop, where this is called.
        Thread(target=self._close_kept, name="close connections").start()

    def _close_kept(self) -> None:
        for each in self._kept:
            each.inc_thread_sharing()
            with suppress(Error):
                each.close()
