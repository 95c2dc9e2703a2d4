"""Our own servers: they start, they are ours, they keep what they should, and they leave when told."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from warroom.embedded.account import Account, account_for, reachable_programs
from warroom.embedded.environment import borrow_environment, write_environment
from warroom.embedded.ports import free_port, is_free
from warroom.embedded.postgres import Postgres
from warroom.embedded.processes import StartFailed, is_alive, start
from warroom.embedded.secrets import secrets_of
from warroom.embedded.valkey import Valkey
from warroom.embedded.wheels import postgres_install

pytestmark = pytest.mark.xdist_group("embedded")
AS_ROOT = os.geteuid() == 0
QUICK = {"fsync": "off"}


def server_in(home: Path) -> Postgres:
    return Postgres(home, owner="owner's", app="app's", settings=QUICK)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("home")
    yield home
    shutil.rmtree((home / "postgres").resolve())  # which may be outside, when root runs this


@pytest.fixture(scope="module")
def postgres(home: Path) -> Iterator[Postgres]:
    server = server_in(home)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[Valkey]:
    server = Valkey(tmp_path, "password")
    server.start()
    yield server
    if server.child:
        server.child.stop()


def ask(url: str, query: str) -> str:
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
    assert row
    return str(row[0])


def test_postgres_serves_over_a_socket_only(postgres):
    assert ask(postgres.url, "SHOW server_version").startswith("18.")
    assert ask(postgres.url, "SHOW listen_addresses") == ""


def test_the_app_is_no_superuser(postgres):
    assert ask(postgres.url, "SELECT current_user") == "warroom"
    assert ask(postgres.url, "SELECT rolsuper FROM pg_roles WHERE rolname = 'warroom'") == "False"


def test_postgres_wants_a_password(postgres):
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(postgres.url.replace("app%27s", "wrong"))


def test_postgres_finds_korean(postgres):
    assert ask(postgres.url, "SELECT datcollate FROM pg_database LIMIT 1") == "C.UTF-8"
    assert len(ask(postgres.url, "SELECT show_trgm('가나다')")) > 5


def test_a_postgres_that_runs_on_our_data_already_is_not_taken_for_ours(postgres, home, monkeypatch):
    monkeypatch.setattr("warroom.embedded.postgres.PREDECESSOR_SECONDS", 0.1)
    with pytest.raises(StartFailed, match="Postgres stopped while starting"):
        server_in(home).start()
    assert ask(postgres.url, "SELECT 1") == "1"  # and the first one was left in peace


def test_a_postgres_with_other_data_is_not_ours(postgres, tmp_path, monkeypatch):
    monkeypatch.setattr(postgres, "data", tmp_path)
    with pytest.raises(StartFailed, match="is not ours"), postgres._connect() as connection:
        postgres._must_be_ours(connection)


@pytest.fixture
def deep() -> Iterator[Path]:
    base = Path(tempfile.mkdtemp())
    base.chmod(0o711)
    deep = base / ("d" * 100)
    deep.mkdir(mode=0o700)
    yield deep
    shutil.rmtree(base)


def test_postgres_keeps_its_data_leaves_no_process_and_moves_a_socket_too_long_for_an_address(deep):
    first = server_in(deep)
    child = first.start()
    with psycopg.connect(first.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    first.stop()
    assert child.ended()
    assert not is_alive(child.pid)
    assert not first.sockets.exists()

    again = server_in(deep)
    try:
        assert not again.is_new
        again.start()
        assert ask(again.url, "SELECT n FROM kept") == "7"
    finally:
        again.stop()


@pytest.mark.skipif(not AS_ROOT, reason="only root lends Postgres another number")
class TestAsRoot:
    def test_postgres_runs_as_a_number_without_a_user(self, postgres):
        owner = Path(f"/proc/{postgres.child.pid}").stat()
        assert owner.st_uid == postgres.account.uid != 0
        assert (owner.st_uid, owner.st_gid) == (postgres.data.stat().st_uid, postgres.data.stat().st_gid)

    def test_no_parent_folder_is_opened(self, tmp_path):
        closed = tmp_path / "closed"
        home = closed / "home"
        home.mkdir(parents=True, mode=0o700)
        closed.chmod(0o700)
        server = server_in(home)
        try:
            server.start()
            assert ask(server.url, "SELECT 1") == "1"
            assert stat.S_IMODE(closed.stat().st_mode) == 0o700
            assert not stat.S_IMODE(home.stat().st_mode) & stat.S_IRWXO
            assert not (home / "postgres").resolve().is_relative_to(closed)
        finally:
            server.stop()
            shutil.rmtree((home / "postgres").resolve())

    def test_programs_out_of_reach_run_from_a_copy(self, tmp_path_factory, monkeypatch):
        monkeypatch.setattr(Account, "may_enter", lambda account, folder: False)
        programs = reachable_programs(
            postgres_install(), tmp_path_factory.mktemp("in"), Account(12345, 12345)
        )
        assert programs.name == "pginstall"
        said = subprocess.check_output([programs / "bin" / "initdb", "--version"], text=True)
        assert "PostgreSQL" in said

    def test_the_number_is_that_of_the_data_when_there_is_some(self, tmp_path):
        os.chown(tmp_path, 12345, 12346)
        assert account_for(tmp_path) == Account(12345, 12346)


@pytest.mark.skipif(AS_ROOT, reason="for everybody else")
def test_nobody_else_is_asked_to_run_postgres(tmp_path):
    assert account_for(tmp_path) is None


def test_valkey_answers_on_loopback_with_its_password(valkey):
    assert redis.Redis.from_url(valkey.url).ping()
    with pytest.raises(redis.AuthenticationError):
        redis.Redis.from_url(f"redis://127.0.0.1:{valkey.port}").ping()
    assert valkey.port < 32_768


def test_the_password_shows_in_no_process_list(valkey):
    assert b"password" not in Path(f"/proc/{valkey.child.pid}/cmdline").read_bytes()


def test_a_valkey_that_somebody_else_started_is_not_ours(valkey, tmp_path, monkeypatch):
    second = Valkey(tmp_path / "second", "password")
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
