"""Postgres, always: there is no SQLite path."""

from typing import Any

from environ import Env
from psycopg_pool import ConnectionPool

# Never answers: a forgotten DATABASE_URL must not reach a server that happens to run here.
NOWHERE = "postgresql://warroom@/warroom?host=/nonexistent"


def database(env: Env, *, debug: bool) -> dict[str, Any]:
    """Django's entry for DATABASE_URL: `postgresql://user:pw@host/db`, or `…@/db?host=/socket/folder`."""
    config: dict[str, Any] = env.db_url("DATABASE_URL", default=NOWHERE)
    options = config.setdefault("OPTIONS", {})
    config["HOST"] = options.pop("host", config["HOST"])
    # Persistent connections leak under ASGI, where threads come and go; the pool belongs to the process.
    config["CONN_MAX_AGE"] = 0
    # Looks at each before it is used, so that nobody gets one that a restart of Postgres has left behind.
    config["ENGINE"] = "warroom.database"
    most = env.int("DATABASE_POOL", default=16)
    if most:  # 0: none, for a single command, or where PgBouncer does the pooling
        options["pool"] = {
            "min_size": 1,
            "max_size": most,
            "timeout": 10,
            # Two seconds, or the pauses between attempts grow so long that a Postgres which is back is not asked.
            "reconnect_timeout": 2,
            # And then from the beginning: the pool itself gives up, whoever may be waiting, until somebody else asks.
            "reconnect_failed": ConnectionPool.check,
        }
    options.setdefault("connect_timeout", 5)
    # Notice within some ten seconds when the other end is gone without a word. In seconds, and milliseconds.
    for name, value in (("idle", 5), ("interval", 2), ("count", 3)):
        options.setdefault(f"keepalives_{name}", value)
    options.setdefault("tcp_user_timeout", 10_000)
    return config
