"""The hub's own threads, and the connections they keep."""

import pytest
from django.db import OperationalError, connection

from live.threads import DatabaseThreads

pytestmark = pytest.mark.django_db(transaction=True)


def backend() -> int:
    """Which process of Postgres serves this thread."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def end(pid: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])


@pytest.fixture
def asked() -> list[str]:
    return []


async def test_a_connection_is_kept_and_replaced_at_once_when_it_died() -> None:
    threads, others = DatabaseThreads("one", size=1), DatabaseThreads("other", size=1)
    kept = await threads.run(backend)
    assert await threads.run(backend) == kept
    await others.run(end, kept)
    assert await threads.run(backend) != kept
    threads.close()
    others.close()


async def test_whoever_fails_with_a_new_connection_is_told(asked: list[str]) -> None:
    def fail() -> None:
        asked.append("now")
        backend()
        raise OperationalError

    threads = DatabaseThreads("one", size=1)
    with pytest.raises(OperationalError):
        await threads.run(fail)
    assert asked == ["now"]
    with pytest.raises(OperationalError):
        await threads.run(fail)
    assert asked == ["now", "now"], "the first one's connection was given up"
    threads.close()


async def test_a_used_up_pool_of_others_is_nothing_to_them() -> None:
    """Requests and the hub do not share connections; the pool that requests have is not even opened here."""

    def is_pooled() -> bool:
        return bool(connection.settings_dict["OPTIONS"].get("pool"))

    threads = DatabaseThreads("one", size=1)
    assert await threads.run(is_pooled) is False
    assert await threads.run(backend) > 0
    threads.close()
