"""A house with nobody at home but its clocks: Postgres, Valkey, and real workers and beats of our own."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import psycopg
from psycopg.rows import dict_row

from tests.journeys.house import ROOT
from warroom.embedded.postgres import NAME, Postgres
from warroom.embedded.processes import Child, start
from warroom.embedded.secrets import secrets_of
from warroom.embedded.valkey import Valkey

FRUGAL = {"jit": "off", "shared_buffers": "64MB", "max_connections": "60", "max_wal_size": "256MB"}
PATIENCE = 60.0  # seconds; a worker takes its time to start where others work, too
CELERY = ("celery", "--app=warroom", "--quiet")
THREADS = ("--pool=threads", "--concurrency=2", "--without-mingle", "--without-gossip")


class ClockHouse:
    """Everything in it is real, and gone after `close`."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="warroom-clocks-"))
        self._secrets = secrets_of(self.home)
        self.children: list[Child] = []
        self.postgres = Postgres(
            self.home,
            owner=self._secrets["postgres_owner"],
            app=self._secrets["postgres_app"],
            settings=FRUGAL,
        )
        self.valkey = Valkey(self.home, self._secrets["valkey"])

    def open(self) -> "ClockHouse":
        (self.home / "log").mkdir()
        self.valkey.start()
        self.postgres.start()
        return self

    def close(self) -> None:
        for child in self.children:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
        if self.valkey.child:
            self.valkey.child.stop()
        if self.postgres.child:
            self.postgres.child.stop_signal = signal.SIGQUIT
        self.postgres.stop()
        shutil.rmtree(self.postgres.folder, ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)

    @property
    def environment(self) -> dict[str, str]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("WARROOM_", "DJANGO_"))}
        return inherited | {
            "DEBUG": "1",
            "SECRET_KEY": self._secrets["signing_key"],
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.valkey.url,
            "LOG_LEVEL": "INFO",
        }

    def scene(self, *asked: str) -> dict[str, Any]:
        """What tests.clocks.scene makes in a process of its own. Its answer."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.clocks.scene", *asked],
            cwd=ROOT,
            env=self.environment | {"LOG_LEVEL": "ERROR"},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        if done.returncode:
            raise RuntimeError(f"no scene:\n{done.stderr[-2000:]}")
        told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return told

    def run(self, part: str) -> Child:
        """Start a "worker" or a "beat"."""
        more = THREADS if part == "worker" else ()
        log = self.home / "log" / f"{part}-{len(self.children)}.log"
        argv = [sys.executable, "-m", *CELERY, part, *more]
        child = start(part, argv, log=log, environ=self.environment, folder=ROOT)
        self.children.append(child)
        return child

    def kill(self, child: Child) -> None:
        """kill -9, the whole of it."""
        os.killpg(child.pid, signal.SIGKILL)
        child.process.wait()
        self.children.remove(child)

    def rows(self, sql: str, *values: object) -> list[dict[str, Any]]:
        with psycopg.connect(
            host=str(self.postgres.sockets),
            user=NAME,
            password=self._secrets["postgres_app"],
            dbname=NAME,
            row_factory=dict_row,
        ) as connection:
            return connection.execute(sql, values).fetchall()  # type: ignore[arg-type]

    def told(self, room: int) -> dict[str, int]:
        """How often each thing that only the clock says was put on a room's timeline."""
        sql = (
            "SELECT type, count(*) FROM incidents_timelineentry WHERE incident_id = %s AND actor_id IS NULL"
            " GROUP BY type"
        )
        return {row["type"]: row["count"] for row in self.rows(sql, room)}

    def until(self, holds: Callable[[], bool], seconds: float = PATIENCE) -> None:
        deadline = monotonic() + seconds
        while not holds():
            if monotonic() > deadline:
                logs = "\n".join(path.read_text()[-1500:] for path in (self.home / "log").iterdir())
                raise AssertionError(f"it never came to that:\n{logs}")
            sleep(0.2)
