import os
import time

import pytest
import redis
from django.core.cache import cache
from django.db import connection
from django.test import Client

from warroom.health import checks, probe
from warroom.health.tasks import heartbeat


@pytest.fixture(autouse=True)
def no_heartbeat():
    cache.delete(checks.HEARTBEAT_KEY)


def ready(client: Client) -> tuple[int, dict[str, str]]:
    response = client.get("/readyz")
    return response.status_code, response.json()


def test_healthz_answers_without_a_database(client):
    """No `db` fixture: a query would fail this test."""
    assert client.get("/healthz").status_code == 200


def test_probes_need_no_sign_in_no_known_host_and_no_tls(client, db, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["war-room.example.org"]
    assert client.get("/healthz", headers={"host": "10.0.0.7:8000"}).status_code == 200
    assert client.get("/readyz", headers={"host": "10.0.0.7:8000"}).status_code == 503


def test_readyz_is_200_when_every_part_is_there(client, db):
    heartbeat()
    status, said = ready(client)
    assert status == 200
    assert set(said) == {"ready", "postgres", "valkey", "migrations", "worker"}
    assert said.pop("ready") is True
    assert all(line.startswith("ok") for line in said.values())


def test_readyz_misses_a_worker_that_was_never_heard_of(client, db):
    status, said = ready(client)
    assert (status, said["worker"]) == (503, "missing: no heartbeat for 35 s")
    assert said["postgres"].startswith("ok")


def test_a_heartbeat_is_forgotten_by_itself(db):
    heartbeat()
    assert time.time() - cache.get(checks.HEARTBEAT_KEY) < 5
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as valkey:
        assert 0 < valkey.ttl(cache.make_key(checks.HEARTBEAT_KEY)) <= 35


def test_readyz_misses_a_valkey_that_is_away_and_says_no_address(client, db, settings):
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "LOCATION": "redis://:hunter2@127.0.0.1:1/0"}
    }
    status, said = ready(client)
    assert (status, said["valkey"]) == (503, "missing: ConnectionError")
    assert "hunter2" not in str(said)


def test_readyz_misses_a_migration_that_was_not_applied(client, db):
    heartbeat()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    assert ready(client)[0] == 503
    assert ready(client)[1]["migrations"] == "missing: 1 not applied"


def test_the_beat_probe_follows_the_heartbeat(capsys):
    assert probe.main(["beat"]) == 1
    heartbeat()
    assert probe.main(["beat"]) == 0


def test_a_probe_of_nothing_known_fails(capsys):
    assert probe.main(["kitchen"]) == 1
    assert probe.main([]) == 1
