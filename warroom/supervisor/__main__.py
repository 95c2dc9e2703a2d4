"""`python -m warroom.supervisor`, behind `bin/run`."""

import os
import signal
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from warroom.embedded.environment import CHECKOUT, environment_file, home_folder, write_environment
from warroom.embedded.ports import is_free
from warroom.embedded.postgres import Postgres
from warroom.embedded.processes import Child, StartFailed, start
from warroom.embedded.secrets import secrets_of
from warroom.embedded.valkey import Valkey
from warroom.supervisor.home import claim, open_home, put_old_logs_aside
from warroom.supervisor.house import House, Interrupted
from warroom.supervisor.welcome import welcome

HOST = "127.0.0.1"


class Supervisor:
    """One run of the product: `run()` returns the exit code."""

    def __init__(self, home: Path, port: int) -> None:
        self.home = home
        self.port = port
        self.stopping = False
        self.house = House(lambda: self.stopping)
        self.postgres: Postgres | None = None
        self.environ = os.environ | {
            "DEBUG": "1",
            "DJANGO_SETTINGS_MODULE": "warroom.settings",
            "HOST": HOST,
            "PORT": str(port),
            "PYTHONUNBUFFERED": "1",
        }

    def ask_to_stop(self, *_: object) -> None:
        self.stopping = True

    def run(self) -> int:
        began = time.monotonic()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.ask_to_stop)
        try:
            open_home(self.home)
            claim(self.home)
            self.port_must_be_free()
            put_old_logs_aside(self.home)
            self.start_servers()
            self.prepare_database()
            self.start_ours()
            print(welcome(address=self.address, home=self.home, seconds=time.monotonic() - began), flush=True)
            self.house.watch()
        except Interrupted:
            say("Stopping …")
            return 0
        except StartFailed as failure:
            if self.stopping:  # a Ctrl-C reaches what we run in passing before it reaches us
                return 0
            say(str(failure))
            return 1
        finally:
            self.stop()
        return 0

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}/"

    def port_must_be_free(self) -> None:
        if not is_free(self.port, HOST):
            raise StartFailed(f"Port {self.port} is taken. Choose another: PORT={self.port + 1} bin/run")

    def start_servers(self) -> None:
        """Postgres and Valkey of our own, unless the caller names theirs."""
        secrets = secrets_of(self.home)
        self.environ.setdefault("SECRET_KEY", secrets["signing_key"])
        if not self.environ.get("DATABASE_URL"):
            self.postgres = Postgres(self.home, owner=secrets["postgres_owner"], app=secrets["postgres_app"])
            if self.postgres.is_new:
                say("Making a database (once) …")
            self.house.add(self.postgres.start())
            self.environ["DATABASE_URL"] = self.postgres.url
        if not self.environ.get("REDIS_URL"):
            valkey = Valkey(self.home, secrets["valkey"])
            self.house.add(valkey.start())
            self.environ["REDIS_URL"] = valkey.url
        names = ("DEBUG", "SECRET_KEY", "DATABASE_URL", "REDIS_URL")
        write_environment(self.home, {name: self.environ[name] for name in names})

    def child(self, name: str, *arguments: str, patience: float = 10) -> Child:
        """A Python module of ours, as a child, with a log of its name."""
        log = self.home / "log" / f"{name}.log"
        argv = [sys.executable, "-m", *arguments]
        return start(name, argv, log=log, environ=self.environ, folder=CHECKOUT, patience=patience)

    def prepare_database(self) -> None:
        """Migrate, and load the demo into an empty database."""
        preparing = self.child("prepare", "warroom.prepare", "--demo")
        try:
            self.house.wait(preparing.ended, seconds=300, what="The database")
        finally:
            preparing.stop()
        if preparing.process.returncode != 0:
            raise StartFailed(f"The database could not be prepared:\n{preparing.last_words()}")

    def start_ours(self) -> None:
        celery = ("celery", "--app=warroom", "--quiet")
        # Threads: one process is plenty here, and starts in a second. Nobody to mingle with, either.
        threads = ("--pool=threads", "--concurrency=4", "--without-mingle", "--without-gossip")
        self.house.add(self.child("worker", *celery, "worker", *threads))
        self.house.add(self.child("beat", *celery, "beat"))
        self.house.add(self.child("web", "warroom.serve"))
        self.house.wait(self.is_ready, seconds=60, what="An answer from /readyz")

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(self.address + "readyz", timeout=5) as answer:  # noqa: S310  our own address
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> None:
        self.house.stop()
        if self.postgres:
            self.postgres.stop()
        if self.house.children:  # or else the file belongs to the house that was here before us
            environment_file(self.home).unlink(missing_ok=True)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> int:
    given = os.environ.get("PORT") or "8000"
    if not given.isdecimal() or not 0 < int(given) < 65536:
        say(f"PORT must be a number from 1 to 65535, not {given!r}.")
        return 2
    return Supervisor(home_folder(os.environ), int(given)).run()


if __name__ == "__main__":
    sys.exit(main())
