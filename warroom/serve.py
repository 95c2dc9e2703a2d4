"""`python -m warroom.serve`: the web process, the same on a laptop and in a container.

HOST, PORT, WEB_CONCURRENCY (processes) and FORWARDED_ALLOW_IPS (proxies whose X-Forwarded-* are believed).
"""

import os

import uvicorn


def main() -> None:
    uvicorn.run(
        "warroom.asgi:application",
        host=os.environ.get("HOST", "127.0.0.1"),
        port=int(os.environ.get("PORT", "8000")),
        workers=int(os.environ.get("WEB_CONCURRENCY", "1")),
        loop="uvloop",
        ws="websockets-sansio",
        ws_max_size=64 * 1024,  # sockets only listen; nobody has anything large to say
        ws_per_message_deflate=False,  # an entry is a kilobyte; compressing it per reader costs more than sending it
        lifespan="off",
        server_header=False,
        access_log=False,  # django-structlog writes one line per request, without the query
        log_config=None,
        forwarded_allow_ips=os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1"),
        timeout_graceful_shutdown=5,  # open sockets would otherwise be waited for without end
    )


if __name__ == "__main__":
    main()
