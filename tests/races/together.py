"""Many hands at once, each on a connection of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from common.verdicts import Refused


def together(deeds: Sequence[Callable[[], Any]]) -> list[Any]:
    """Start all `deeds` in the same instant. Returns what each returned, or the Refused it was answered with;
    anything else that is raised fails the test: a refusal is the only clean no."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return deed()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))
