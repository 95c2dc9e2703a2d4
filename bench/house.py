"""The stores of a run, and whatever is started beside them. All of it is gone afterwards."""

import hashlib
import os
import resource
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import django

from bench.place import BUILT, CHECKOUT
from warroom.embedded.ports import free_port
from warroom.embedded.postgres import Postgres
from warroom.embedded.processes import Child, start, wait_until
from warroom.embedded.secrets import secrets_of
from warroom.embedded.valkey import Valkey

OURS = ("DJANGO_SETTINGS_MODULE", "DEBUG", "WARROOM_ENV", "WEB_CONCURRENCY", "CSRF_TRUSTED_ORIGINS")


class House:
    """Postgres with fsync on and Valkey, as in production, and an empty, migrated database."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="warroom-bench-"))
        (self.home / "log").mkdir()
        known = secrets_of(self.home)
        self._postgres = Postgres(self.home, owner=known["postgres_owner"], app=known["postgres_app"])
        self._valkey = Valkey(self.home, known["valkey"])
        self._servers = 0

    def __enter__(self) -> Self:
        try:
            self._allow_many_sockets()
            self._postgres.start()
            self._valkey.start()
            self.environ = self._environment()
            self._prepare()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._valkey.child:
            self._valkey.child.stop()
        self._postgres.stop()
        shutil.rmtree(self._postgres.folder, ignore_errors=True)  # for root it may live outside the home
        shutil.rmtree(self.home, ignore_errors=True)

    @property
    def redis_url(self) -> str:
        return self._valkey.url

    @property
    def store_pids(self) -> list[int]:
        return [child.pid for child in (self._postgres.child, self._valkey.child) if child]

    @contextmanager
    def serving(
        self,
        name: str,
        argv: Sequence[str | Path],
        port: int,
        *,
        health: str = "",
        environ: Mapping[str, str] | None = None,
    ) -> Iterator[Child]:
        """A server on `port`, once it answers; killed afterwards, for there is nobody left to be polite to."""
        self._servers += 1
        child = start(
            name,
            argv,
            log=self.home / "log" / f"{self._servers:03d}-{name.replace(' ', '-')}.log",
            environ=self.environ | dict(environ or {}),
            folder=CHECKOUT,
            stop_signal=signal.SIGKILL,
        )
        try:
            wait_until(lambda: _answers(port, health), child, seconds=60)
            yield child
        except Exception as error:
            error.add_note(f"The log of {name} ends with:\n{child.last_words()}")
            raise
        finally:
            child.stop()

    def python(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", *arguments]

    def port(self) -> int:
        return free_port()

    def _environment(self) -> dict[str, str]:
        """As in production, but for TLS, which stands in front of the house there."""
        inherited = {name: value for name, value in os.environ.items() if name not in OURS}
        return inherited | {
            "DATABASE_URL": self._postgres.url,
            "REDIS_URL": self._valkey.url,
            "SECRET_KEY": secrets.token_urlsafe(60),
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "SECURE_SSL_REDIRECT": "0",
            "STATIC_ROOT": str(
                BUILT / f"static-{_digest(CHECKOUT / 'static', CHECKOUT / 'warroom/bundles')}"
            ),
            "HOST": "127.0.0.1",
        }

    def _prepare(self) -> None:
        self._run(self.python("warroom.prepare"))
        if not (static := Path(self.environ["STATIC_ROOT"])).exists():
            for old in BUILT.glob("static-*"):
                shutil.rmtree(old)
            fresh = str(self.home / "static")
            collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
            self._run(collect, self.environ | {"STATIC_ROOT": fresh})
            shutil.copytree(fresh, static.with_suffix(".new"))
            static.with_suffix(".new").rename(static)

    def _run(self, argv: Sequence[str], environ: Mapping[str, str] | None = None) -> None:
        subprocess.run(argv, cwd=CHECKOUT, env=environ or self.environ, check=True, stdout=subprocess.DEVNULL)

    def _allow_many_sockets(self) -> None:
        _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _digest(*folders: Path) -> str:
    """Changes with the folders' files. Collecting and compressing them takes half a minute on a busy machine."""
    known = sorted(
        (str(path), path.stat().st_size, path.stat().st_mtime_ns)
        for folder in folders
        for path in folder.rglob("*")
    )
    return hashlib.sha256(repr((django.__version__, known)).encode()).hexdigest()[:12]


def _answers(port: int, health: str) -> bool:
    try:
        if not health:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return True
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{health}", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
