"""Several people pressing at the same moment, each over a connection of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

Answer = TypeVar("Answer")


def at_once(*presses: Callable[[], Answer]) -> list[Answer | Exception]:
    """Let all `presses` go at the same moment. Returns what each brought, be it an exception."""
    ready = Barrier(len(presses))

    def run(press: Callable[[], Answer]) -> Answer | Exception:
        try:
            ready.wait(timeout=10)
            return press()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(presses)) as pool:
        return list(pool.map(run, presses))
