"""A house of its own for things to go wrong in: web processes, Valkey and Postgres, with a road to each."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar
from urllib.parse import quote

import psycopg
from psycopg.rows import dict_row
from redis import Redis

from tests.faults.eavesdropper import Eavesdropper
from tests.faults.patience import patiently
from tests.faults.proxy import Road
from tests.journeys.house import ROOT, free_port
from warroom.embedded.postgres import NAME, Postgres
from warroom.embedded.processes import Child, start
from warroom.embedded.secrets import secrets_of
from warroom.embedded.valkey import Valkey

T = TypeVar("T")

# As in production where a promise rests on it (fsync, synchronous commit, full pages); small where it does not.
FRUGAL = {"jit": "off", "shared_buffers": "64MB", "max_connections": "60", "max_wal_size": "256MB"}
PATIENCE = 60.0  # seconds until a process must answer, on two cores that others use too


class House:
    """Everything in it is real, listens on loopback only, and is gone after `close`, whatever happened.

    Browsers, Valkey and Postgres are reached by roads (`front`, `to_valkey`, `to_postgres`) that can be cut.
    """

    def __init__(self, *, processes: int = 1, environment: Mapping[str, str] | None = None) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="warroom-faults-"))
        self.processes = processes
        self.people: dict[str, dict[str, Any]] = {}
        self._secrets = secrets_of(self.home)
        self._environment = dict(environment or {})
        # A child is told when the thread that started it ends, so one thread starts them all and stays.
        self._keeper = ThreadPoolExecutor(1, "keeper")
        self._port = free_port()
        self._spent: dict[str, count[int]] = {}
        self._lives = 0
        self.web: Child | None = None
        self.postgres = Postgres(
            self.home,
            owner=self._secrets["postgres_owner"],
            app=self._secrets["postgres_app"],
            settings=FRUGAL,
        )
        self.valkey = Valkey(self.home, self._secrets["valkey"])
        self.roads: list[Road] = []
        self.eavesdropper: Eavesdropper | None = None

    async def open(self) -> "House":
        await self.keep(self._start_stores)
        self.front = self.road_to_web()
        self.to_valkey = Road(("127.0.0.1", self.valkey.port))
        self.to_postgres = Road(str(self.postgres.sockets / ".s.PGSQL.5432"))
        self.roads += [self.to_valkey, self.to_postgres]
        self.people = json.loads(await self.keep(self._furnish))
        self.eavesdropper = Eavesdropper(lambda: self.valkey.port, self._secrets["valkey"])
        await self.start_web()
        return self

    def close(self) -> None:
        if self.eavesdropper:
            self.eavesdropper.close()
        for road in self.roads:
            road.close()
        for child in (self.web, self.valkey.child, self.postgres.child):
            if child:
                with suppress(ProcessLookupError):
                    os.killpg(child.pid, signal.SIGCONT)
        for child in (self.web, self.valkey.child):
            if child:
                child.patience = 2
                child.stop()
        if self.postgres.child:
            self.postgres.child.stop_signal = signal.SIGQUIT  # nothing in it is wanted any more
        self.postgres.stop()
        self._keeper.shutdown()
        shutil.rmtree(self.postgres.folder, ignore_errors=True)  # for root it may live outside the home
        shutil.rmtree(self.home, ignore_errors=True)

    async def keep(self, job: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._keeper, job)

    def road_to_web(self, *, small: bool = False) -> Road:
        """A way in: `front` is everybody's; someone with a bad line gets one of their own."""
        road = Road(("127.0.0.1", self._port), small=small)
        self.roads.append(road)
        return road

    # -- the parts ---------------------------------------------------------------------------------

    def _start_stores(self) -> None:
        (self.home / "log").mkdir(exist_ok=True)
        self.valkey.start()
        self.postgres.start()

    def _furnish(self) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "tests.faults.furnish"],
            cwd=ROOT,
            env=self._settings(self.postgres.url) | {"LOG_LEVEL": "ERROR"},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        if done.returncode:
            raise RuntimeError(f"the house could not be furnished:\n{done.stderr[-2000:]}")
        return done.stdout.splitlines()[-1]

    def _settings(self, database_url: str) -> dict[str, str]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("WARROOM_", "DJANGO_"))}
        return inherited | {
            "DEBUG": "1",
            "SECRET_KEY": self._secrets["signing_key"],
            "DATABASE_URL": database_url,
            "REDIS_URL": f"redis://:{self._secrets['valkey']}@127.0.0.1:{self._road_port('to_valkey')}/0",
            "LOG_LEVEL": "INFO",
            **self._environment,
        }

    def _road_port(self, road: str) -> int:
        return getattr(self, road).port if hasattr(self, road) else 1

    def _start_web(self) -> None:
        app = quote(self._secrets["postgres_app"], safe="")
        url = f"postgresql://{NAME}:{app}@127.0.0.1:{self.to_postgres.port}/{NAME}?sslmode=disable"
        environment = self._settings(url) | {
            "PORT": str(self._port),
            "WEB_CONCURRENCY": str(self.processes),
            "PYTHONUNBUFFERED": "1",
        }
        self._lives += 1
        log = self.home / "log" / f"web-{self._lives}.log"
        self.web = start(
            "web", [sys.executable, "-m", "warroom.serve"], log=log, environ=environment, folder=ROOT
        )

    async def start_web(self) -> None:
        """Start the web, and wait until it serves."""
        await self.keep(self._start_web)
        await self.until_served()

    async def until_served(self) -> None:
        deadline = monotonic() + PATIENCE
        while not await self.serves():
            if self.web is None or self.web.ended() or monotonic() > deadline:
                raise RuntimeError(f"the web did not come up:\n{self.web and self.web.last_words()}")
            await asyncio.sleep(0.05)

    async def serves(self) -> bool:
        """Whether the web answers, asked past the front road."""
        try:
            async with asyncio.timeout(2):
                reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
                writer.write(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                answer = await reader.read(64)
                writer.close()
        except OSError:
            return False
        return b" 200 " in answer

    def kill_web(self) -> None:
        """kill -9, every process of it."""
        assert self.web
        os.killpg(self.web.pid, signal.SIGKILL)
        self.web.process.wait()

    def web_pids(self) -> list[int]:
        """The processes that serve: the only one, or the supervisor's workers."""
        assert self.web
        if self.processes == 1:
            return [self.web.pid]
        told = Path(f"/proc/{self.web.pid}/task/{self.web.pid}/children").read_text().split()
        workers = []
        for pid in map(int, told):
            with suppress(OSError):
                if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    workers.append(pid)
        return workers

    def send(self, pid: int, what: signal.Signals) -> None:
        """A signal to a process of this house; one that has ended meanwhile gets none."""
        with suppress(ProcessLookupError):
            os.kill(pid, what)

    async def restart_valkey(self) -> None:
        await self.keep(self.valkey.start)
        self.to_valkey.to = ("127.0.0.1", self.valkey.port)

    def kill(self, child: Child | None, send: signal.Signals = signal.SIGKILL) -> None:
        assert child
        os.kill(child.pid, send)
        child.process.wait(20)

    # -- questions ---------------------------------------------------------------------------------

    def connect(self) -> psycopg.Connection[dict[str, Any]]:
        """A connection to Postgres past every road, as the app."""
        return psycopg.connect(
            host=str(self.postgres.sockets),
            user=NAME,
            password=self._secrets["postgres_app"],
            dbname=NAME,
            connect_timeout=20,
            row_factory=dict_row,
        )

    async def rows(self, sql: str, *values: object) -> list[dict[str, Any]]:
        """What Postgres answers, as soon as it is there to be asked."""

        def ask() -> list[dict[str, Any]]:
            with self.connect() as connection:
                return connection.execute(sql, values).fetchall()  # type: ignore[arg-type]

        return await patiently(lambda: asyncio.to_thread(ask))

    def valkey_client(self) -> Redis:
        return Redis.from_url(self.valkey.url, socket_timeout=20)

    def session(self, who: str) -> str:
        """The next of this person's sessions. Nobody else in this house has it, for a dozen times."""
        sessions = self.people[who]["sessions"]
        return str(sessions[next(self._spent.setdefault(who, count())) % len(sessions)])

    def pk(self, who: str) -> int:
        return int(self.people[who]["pk"])

    def logs(self) -> list[Path]:
        return sorted((self.home / "log").iterdir())

    def log_tail(self) -> str:
        """The end of each log, without what only says that all is well."""
        dull = (" [info ", " LOG: ", " * ", "oO0OoO0OoO0Oo")
        tails = []
        for path in self.logs():
            lines = path.read_text(errors="replace").splitlines()
            telling = [line for line in lines if not any(each in line for each in dull)]
            tails.append("\n".join([f"{path.name}:", *telling[-15:]]))
        return "\n".join(tails)
