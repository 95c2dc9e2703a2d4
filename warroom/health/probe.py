"""`python -m warroom.health.probe web|worker|beat`: a container's own question about itself; exit code 0 is well.

Each part asks about itself. A worker that asked the web would look well while its queue stands still.
"""

import os
import socket
import sys
from collections.abc import Callable
from urllib.request import urlopen


def web() -> bool:
    port = os.environ.get("PORT", "8000")
    with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
        return bool(answer.status == 200)


def worker() -> bool:
    """This very worker answers a ping through Valkey."""
    from warroom.celery import app

    name = f"celery@{socket.gethostname()}"
    return bool(app.control.ping(destination=[name], timeout=5))


def beat() -> bool:
    """The heartbeat that beat asks for every ten seconds has been written lately."""
    import django

    django.setup()
    from django.core.cache import cache

    from warroom.health.checks import HEARTBEAT_KEY

    return cache.get(HEARTBEAT_KEY) is not None


PARTS: dict[str, Callable[[], bool]] = {"web": web, "worker": worker, "beat": beat}


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "warroom.settings")
    try:
        return 0 if PARTS[arguments[0]]() else 1
    except (LookupError, OSError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
