"""Our own servers: they start, they are ours, they keep what they should, and they leave when told."""

import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from warroom.embedded.account import Account, account_for
from warroom.embedded.environment import borrow_environment, write_environment
from warroom.embedded.ports import free_port, is_free
from warroom.embedded.postgres import Postgres
from warroom.embedded.processes import StartFailed, is_alive, start
from warroom.embedded.secrets import secrets_of
from warroom.embedded.valkey import Valkey

AS_ROOT = os.geteuid() == 0
QUICK = {"fsync": "off"}


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    yield home
    if (home / "postgres").is_symlink():
        shutil.rmtree((home / "postgres").resolve())


@pytest.fixture
def postgres(home: Path) -> Iterator[Postgres]:
    server = Postgres(home, owner="owner's", app="app's", settings=QUICK)
    yield server
    server.stop()


@pytest.fixture
def valkey(home: Path) -> Iterator[Valkey]:
    server = Valkey(home, "password")
    yield server
    if server.child:
        server.child.stop()


def ask(url: str, query: str) -> str:
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
    assert row
    return str(row[0])


def test_postgres_serves_our_data_over_a_socket_only(postgres):
    postgres.start()
    assert ask(postgres.url, "SHOW server_version").startswith("18.")
    assert ask(postgres.url, "SELECT current_user") == "warroom"
    assert ask(postgres.url, "SHOW listen_addresses") == ""
    assert (
        ask(postgres.url, "SHOW lc_collate" if False else "SELECT datcollate FROM pg_database LIMIT 1")
        == "C.UTF-8"
    )
    assert ask(postgres.url, "SELECT rolsuper FROM pg_roles WHERE rolname = 'warroom'") == "False"


def test_postgres_wants_a_password(postgres):
    postgres.start()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(postgres.url.replace("app%27s", "wrong"))


def test_postgres_finds_korean(postgres):
    postgres.start()
    assert len(ask(postgres.url, "SELECT show_trgm('가나다')")) > 5


def test_postgres_keeps_its_data_over_a_restart(postgres, home):
    postgres.start()
    ask(postgres.url, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7) RETURNING n")
    postgres.stop()
    again = Postgres(home, owner="owner's", app="app's", settings=QUICK)
    try:
        assert not again.is_new
        again.start()
        assert ask(again.url, "SELECT n FROM kept") == "7"
    finally:
        again.stop()


def test_postgres_leaves_no_process(postgres):
    child = postgres.start()
    postgres.stop()
    assert not is_alive(child.pid)
    assert child.ended()


def test_a_postgres_that_somebody_else_started_on_our_data_is_refused(postgres, home):
    postgres.start()
    second = Postgres(home, owner="owner's", app="app's", settings=QUICK)
    with pytest.raises(StartFailed, match="Postgres stopped while starting"):
        second.start()
    assert ask(postgres.url, "SELECT 1") == "1"  # and the first one was left in peace


def test_a_postgres_with_other_data_is_not_ours(postgres, tmp_path):
    postgres.start()
    postgres.data = tmp_path
    with pytest.raises(StartFailed, match="is not ours"), postgres._connect() as connection:
        postgres._must_be_ours(connection)


def test_a_socket_folder_too_long_for_an_address_moves_to_a_short_one(tmp_path):
    deep = tmp_path / ("d" * 100)
    deep.mkdir(mode=0o755)
    server = Postgres(deep, owner="o", app="a", settings=QUICK)
    try:
        server.start()
        assert ask(server.url, "SELECT 1") == "1"
    finally:
        server.stop()
    assert not server.sockets.exists()
    if (deep / "postgres").is_symlink():
        shutil.rmtree((deep / "postgres").resolve())


@pytest.mark.skipif(not AS_ROOT, reason="only root lends Postgres another number")
class TestAsRoot:
    def test_postgres_runs_as_a_number_without_a_user(self, postgres):
        child = postgres.start()
        owner = Path(f"/proc/{child.pid}").stat()
        assert owner.st_uid == postgres.account.uid != 0
        assert (owner.st_uid, owner.st_gid) == (postgres.data.stat().st_uid, postgres.data.stat().st_gid)

    def test_no_parent_folder_is_opened(self, tmp_path):
        closed = tmp_path / "closed"
        home = closed / "home"
        home.mkdir(parents=True, mode=0o700)
        closed.chmod(0o700)
        server = Postgres(home, owner="o", app="a", settings=QUICK)
        try:
            server.start()
            assert ask(server.url, "SELECT 1") == "1"
            assert stat.S_IMODE(closed.stat().st_mode) == 0o700
            assert not stat.S_IMODE(home.stat().st_mode) & stat.S_IRWXO
            assert not (home / "postgres").resolve().is_relative_to(closed)
        finally:
            server.stop()
            shutil.rmtree((home / "postgres").resolve())

    def test_the_number_is_that_of_the_data_when_there_is_some(self, tmp_path):
        os.chown(tmp_path, 12345, 12346)
        assert account_for(tmp_path) == Account(12345, 12346)


@pytest.mark.skipif(AS_ROOT, reason="for everybody else")
def test_nobody_else_is_asked_to_run_postgres(tmp_path):
    assert account_for(tmp_path) is None


def test_valkey_answers_on_loopback_with_its_password(valkey):
    valkey.start()
    assert redis.Redis.from_url(valkey.url).ping()
    with pytest.raises(redis.AuthenticationError):
        redis.Redis(port=valkey.port).ping()
    assert valkey.port < 32_768


def test_the_password_shows_in_no_process_list(valkey):
    child = valkey.start()
    assert b"password" not in Path(f"/proc/{child.pid}/cmdline").read_bytes()


def test_a_valkey_that_somebody_else_started_is_not_ours(valkey, tmp_path, monkeypatch):
    valkey.start()
    second = Valkey(tmp_path, "password")
    monkeypatch.setattr("warroom.embedded.valkey.free_port", lambda: valkey.port)
    with pytest.raises(StartFailed, match="Valkey stopped while starting"):
        second.start()
    assert redis.Redis.from_url(valkey.url).ping()


def test_a_child_does_not_outlive_a_parent_that_was_killed(tmp_path):
    """The kernel tells it, even when the parent could not."""
    code = (
        "import sys; from pathlib import Path; from warroom.embedded.processes import start\n"
        f"child = start('sleeper', ['sleep', '60'], log=Path({str(tmp_path / 'log')!r}))\n"
        "print(child.pid, flush=True); sys.stdin.read()"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout
    sleeper = int(parent.stdout.readline())
    assert is_alive(sleeper)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    for _ in range(100):
        if not is_alive(sleeper) or "Z" in Path(f"/proc/{sleeper}/stat").read_text().split()[2]:
            break
        signal.sigtimedwait([], 0.05)
    else:
        pytest.fail("the child lived on")


def test_a_child_that_will_not_listen_is_killed_with_its_whole_group(tmp_path):
    log = tmp_path / "log"
    child = start(
        "deaf", ["sh", "-c", "trap '' TERM; sleep 60 & echo $!; wait; sleep 60"], log=log, patience=0.3
    )
    while not log.read_text():
        signal.sigtimedwait([], 0.02)
    grandchild = int(log.read_text())
    child.stop()
    assert child.process.returncode == -signal.SIGKILL
    assert not is_alive(grandchild) or "Z" in Path(f"/proc/{grandchild}/stat").read_text().split()[2]


def test_secrets_are_made_once_and_are_for_the_owner_only(tmp_path):
    first = secrets_of(tmp_path)
    assert secrets_of(tmp_path) == first
    assert len(set(first.values())) == len(first)
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600


def test_a_free_port_is_free_and_not_one_the_system_hands_out():
    port = free_port()
    assert is_free(port)
    assert port < 32_768


def test_other_commands_borrow_what_a_running_house_uses(tmp_path):
    write_environment(tmp_path, {"DATABASE_URL": "postgresql://ours", "DEBUG": "1"})
    environ = {"WARROOM_HOME": str(tmp_path)}
    borrow_environment(environ)
    assert environ["DATABASE_URL"] == "postgresql://ours"


def test_a_command_with_a_database_of_its_own_borrows_nothing(tmp_path):
    write_environment(tmp_path, {"DATABASE_URL": "postgresql://ours", "DEBUG": "1"})
    environ = {"WARROOM_HOME": str(tmp_path), "DATABASE_URL": "postgresql://theirs"}
    borrow_environment(environ)
    assert environ == {"WARROOM_HOME": str(tmp_path), "DATABASE_URL": "postgresql://theirs"}
