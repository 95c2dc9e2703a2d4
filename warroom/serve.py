"""`python -m warroom.serve`: the web process, the same on a laptop and in a container.

HOST, PORT, WEB_CONCURRENCY (processes) and FORWARDED_ALLOW_IPS (proxies whose X-Forwarded-* are believed).
"""

import os

import uvicorn

from live.uvicorn_wire import DirectProtocol


def main() -> None:
    uvicorn.run(
        "warroom.asgi:application",
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
