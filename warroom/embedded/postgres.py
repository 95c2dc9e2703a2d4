"""Our own Postgres 18: no network port, a socket in its own folder, a locale that knows Korean.

Nothing is migrated before the server that answers has shown that it is the one started here, on our data.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from warroom.embedded.account import Account, account_for, quarters, reachable_programs
from warroom.embedded.processes import Child, StartFailed, is_alive, start, wait_until
from warroom.embedded.wheels import postgres_install

NAME = "warroom"
# A path in a socket address holds 107 bytes, and Postgres adds "/.s.PGSQL.5432".
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432")
# The programs bring their own message catalogue and must not take their manners from the caller's shell.
PLAIN = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PATH": os.defpath}

PREDECESSOR_SECONDS = 15.0
OPTIONS = {
    "listen_addresses": "",
    "port": "5432",
    # A failing statement or row may hold what somebody wrote in confidence; the log has other readers.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


class Postgres:
    """One server on `home/postgres`. `owner` is the superuser's password, `app` that of `warroom`."""

    def __init__(
        self, home: Path, *, owner: str, app: str, settings: Mapping[str, str] | None = None
    ) -> None:
        self.account: Account | None = account_for(home / "postgres" / "data")
        self.folder = quarters(home, self.account)
        self.data = self.folder / "data"
        self.log = home / "log" / "postgres.log"
        self.passwords = {"postgres": owner, NAME: app}
        self.settings = dict(settings or {})
        self.sockets = self._socket_folder()
        self.child: Child | None = None

    @property
    def url(self) -> str:
        host = quote(str(self.sockets), safe="")
        return f"postgresql://{NAME}:{quote(self.passwords[NAME], safe='')}@/{NAME}?host={host}"

    @property
    def is_new(self) -> bool:
        return not (self.data / "PG_VERSION").exists()

    def start(self) -> Child:
        """Make the data folder if need be, start, check, prepare the database. Raises StartFailed."""
        install = postgres_install()
        if self.account:
            install = reachable_programs(install, self.folder, self.account)
        if self.is_new:
            self._create_data(install)
        self._wait_for_predecessor()
        options = OPTIONS | {"unix_socket_directories": str(self.sockets)} | self.settings
        flags = [f"--{key}={value}" for key, value in options.items()]
        self.child = start(
            "Postgres",
            [install / "bin" / "postgres", "-D", self.data, *flags],
            log=self.log,
            account=self.account,
            environ=PLAIN,
            stop_signal=signal.SIGINT,  # "fast": ends sessions, keeps data
            patience=30,
        )
        try:
            wait_until(self._answers, self.child, seconds=60)
            self._prepare()
        except BaseException:
            self.stop()
            raise
        return self.child

    def stop(self) -> None:
        if self.child:
            self.child.stop()
        if self.sockets.parent != self.folder:
            shutil.rmtree(self.sockets, ignore_errors=True)

    def _socket_folder(self) -> Path:
        folder = self.folder / "socket"
        if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER:
            folder = Path(tempfile.mkdtemp(prefix="warroom-"))
        folder.mkdir(mode=0o700, exist_ok=True)
        if self.account:
            self.account.take(folder)
        return folder

    def _create_data(self, install: Path) -> None:
        """initdb into a folder aside, then rename: a start that is interrupted leaves nothing half made."""
        aside = self.folder / "new"
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(mode=0o700)
        password = aside / "password"
        password.write_text(self.passwords["postgres"])
        password.chmod(0o600)
        maker = self.account.named() if self.account else None
        if maker:
            maker.take(aside)
        made = subprocess.run(
            [
                install / "bin" / "initdb",
                f"--pgdata={aside / 'data'}",
                f"--pwfile={password}",
                "--username=postgres",
                "--auth=scram-sha-256",
                "--locale=C.UTF-8",
                "--encoding=UTF8",
                "--no-instructions",
            ],
            env=PLAIN,
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
            **(maker.popen() if maker else {}),
        )
        if made.returncode != 0:
            raise StartFailed(f"initdb failed ({made.returncode}):\n{made.stdout}{made.stderr}")
        if self.account:
            self.account.take(aside)
        (aside / "data").rename(self.data)
        shutil.rmtree(aside)

    def _wait_for_predecessor(self) -> None:
        """Right after a kill the last server may still be closing. What is left then, Postgres judges."""
        deadline = time.monotonic() + PREDECESSOR_SECONDS
        while (pid := self._pid_in_data()) and is_alive(pid) and time.monotonic() < deadline:
            time.sleep(0.1)

    def _connect(self, dbname: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.sockets),
            user="postgres",
            password=self.passwords["postgres"],
            dbname=dbname,
            autocommit=True,
            connect_timeout=5,
        )

    def _answers(self) -> bool:
        """Whether the server started here answers. One that ran before it on this data would answer as well."""
        if self.child is None or self._pid_in_data() != self.child.pid:
            return False
        try:
            with self._connect() as connection:
                self._must_be_ours(connection)
        except psycopg.OperationalError:
            return False
        return True

    def _pid_in_data(self) -> int | None:
        """The server that holds the data folder, according to Postgres's own lock file."""
        try:
            first = (self.data / "postmaster.pid").read_text().partition("\n")[0]
        except FileNotFoundError:
            return None
        return int(first) if first.isdecimal() else None

    def _must_be_ours(self, connection: psycopg.Connection) -> None:
        shown = connection.execute("SHOW data_directory").fetchone()
        if shown is None or not self.data.samefile(shown[0]):
            raise StartFailed(f"The Postgres in {self.sockets} is not ours: its data is in {shown}.")

    def _prepare(self) -> None:
        """The app's role, its database, and proof that Korean can be searched."""
        role, password = sql.Identifier(NAME), sql.Literal(self.passwords[NAME])
        with self._connect() as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [NAME]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(role))
            connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(role, password))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(role, role))
        for database in ("template1", NAME):  # template1: test databases are born with it
            with self._connect(database) as connection:
                connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
                trigrams = connection.execute("SELECT show_trgm('가나다')").fetchone()
                if not trigrams or not trigrams[0]:
                    raise StartFailed("This Postgres cannot search Korean: its locale must be C.UTF-8.")
