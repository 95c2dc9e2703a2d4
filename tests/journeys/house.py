"""The product itself, running: real uvicorn, worker and beat beside the test's Postgres and Valkey."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 40  # seconds until everything must answer, on two busy cores


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def address_of_test_database() -> str:
    """DATABASE_URL with the name of the database the tests have made."""
    url, _slash, _name = os.environ["DATABASE_URL"].partition("?")[0].rpartition("/")
    query = os.environ["DATABASE_URL"].partition("?")[2]
    return f"{url}/{connection.settings_dict['NAME']}" + (f"?{query}" if query else "")


@contextmanager
def running(*, worker: bool = False) -> Iterator[str]:
    """Start the house; yields its address. Everything it started is gone afterwards."""
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": address_of_test_database(),
        "PORT": str(port),
        "LOG_LEVEL": "WARNING",
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    commands = [[sys.executable, "-m", "warroom.serve"]]
    if worker:
        commands.append(
            [sys.executable, "-m", "celery", "-A", "warroom", "worker", "-B", "-c", "1", "-s", os.devnull]
        )
    children = [
        subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True) for command in commands
    ]
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/healthz", children)
        yield address
    finally:
        for child in children:
            os.killpg(child.pid, signal.SIGTERM)
        for child in children:
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)


def wait_for(url: str, children: list[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if any(child.poll() is not None for child in children):
            raise RuntimeError("a process of the house ended before it was ready")
        try:
            with urlopen(url, timeout=1):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"{url} did not answer within {PATIENCE} s")
