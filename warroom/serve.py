"""`python -m warroom.serve`: the web process, the same on a laptop and in a container.

HOST, PORT, WEB_CONCURRENCY (processes) and FORWARDED_ALLOW_IPS (proxies whose X-Forwarded-* are believed).
"""

import gc
import os
import sys
from typing import Any

import uvicorn

from live.uvicorn_wire import DirectProtocol


def application() -> Any:
    """The site, loaded once and for all: called by each web process before it serves."""
    from django.urls import get_resolver

    from warroom.asgi import application as site

    _ = get_resolver().url_patterns
    spare_the_collector()
    # The event loop waits this long for a busy request thread, and an entry changes threads twice on its way.
    sys.setswitchinterval(0.0005)
    return site


def spare_the_collector() -> None:
    """What is here now stays, so let nobody look at it again. Without this the collector goes through all of it
    again and again: 40 % of the time that a thousand pages take to come back, half of a long redline."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


def main() -> None:
    uvicorn.run(
        "warroom.serve:application",
        factory=True,
        host=os.environ.get("HOST", "127.0.0.1"),
        port=int(os.environ.get("PORT", "8000")),
        workers=int(os.environ.get("WEB_CONCURRENCY", "1")),
        loop="uvloop",
        ws=DirectProtocol,
        ws_max_size=64 * 1024,  # sockets only listen; nobody has anything large to say
        ws_per_message_deflate=True,  # once per room, not once per reader (live/frame.py)
        lifespan="off",
        server_header=False,
        access_log=False,  # django-structlog writes one line per request, without the query
        log_config=None,
        forwarded_allow_ips=os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1"),
        timeout_graceful_shutdown=5,  # open sockets would otherwise be waited for without end
        # With several processes SIGHUP replaces them one by one, each once its successor answers; on a busy
        # machine that takes longer than uvicorn's 5 s. A process that hangs is tolerated as long.
        timeout_worker_healthcheck=15,
    )


if __name__ == "__main__":
    main()
