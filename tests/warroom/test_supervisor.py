"""`bin/run`, really run: one house for all of these, in a data folder of its own."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest

from warroom.embedded.ports import free_port

CHECKOUT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.xdist_group("house")  # one house, one process
PATIENCE = 120  # seconds; a cold start takes some ten on two idle cores
NOT_OURS = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DEBUG", "DJANGO_SETTINGS_MODULE")


@dataclass
class House:
    home: Path
    port: int

    def command(self, *argv: str, **environ: str) -> subprocess.Popen[str]:
        inherited = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
        return subprocess.Popen(
            argv,
            cwd=CHECKOUT,
            env=inherited | {"WARROOM_HOME": str(self.home), "PORT": str(self.port)} | environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, **environ: str) -> subprocess.Popen[str]:
        return self.command("bin/run", **environ)

    def start(self) -> subprocess.Popen[str]:
        """Run, and come back when it says that it is open."""
        running = self.run()
        assert running.stdout
        said = ""
        for line in running.stdout:
            said += line
            if "Ctrl-C stops everything" in line:
                return running
        pytest.fail(f"bin/run ended with {running.wait()}:\n{said}")

    def processes(self) -> dict[int, str]:
        """Every process that has our data folder in its command line or environment, or stands in it."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
                words += os.fsencode((folder / "cwd").readlink())
            except OSError:
                continue
            if os.fsencode(self.home) in words and int(folder.name) != os.getpid():
                found[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
        return found


def wait_for_nobody(house: House) -> None:
    deadline = time.monotonic() + 20
    while house.processes():
        assert time.monotonic() < deadline, house.processes()
        time.sleep(0.1)


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    home = Path(tempfile.mkdtemp(prefix="warroom-house-"))
    yield House(home, free_port())
    shutil.rmtree((home / "postgres").resolve(), ignore_errors=True)
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def running(house: House) -> Iterator[subprocess.Popen[str]]:
    process = house.start()
    yield process
    process.terminate()
    process.wait(60)


def test_it_starts_whole_and_stops_whole(house):
    running = house.start()
    with urlopen(f"http://127.0.0.1:{house.port}/readyz") as answer:
        assert json.load(answer)["ready"] is True
    assert len(house.processes()) >= 6  # ourselves, Postgres, Valkey, worker, beat, web

    second = house.run()
    said, _ = second.communicate(timeout=PATIENCE)
    assert second.returncode == 1
    assert f"A war-room already runs from {house.home} (process {running.pid})." in said

    people = house.command(
        sys.executable, "manage.py", "shell", "-v0", "-c",
        "from django.contrib.auth import get_user_model as g; print(g().objects.filter(username='lead').count())",
    )  # fmt: skip
    said, _ = people.communicate(timeout=PATIENCE)
    assert said.strip() == "1", said

    running.send_signal(signal.SIGTERM)
    assert running.wait(60) == 0
    assert house.processes() == {}
    assert not (house.home / "run" / "environment.json").exists()


def test_when_one_part_dies_everything_stops_and_says_why(house, running):
    (beat,) = [pid for pid, command in house.processes().items() if " beat" in command]
    os.kill(beat, signal.SIGKILL)
    said, _ = running.communicate(timeout=60)
    assert running.returncode == 1
    assert "The beat ended by itself" in said
    assert house.processes() == {}


def test_even_when_it_is_killed_nobody_is_left(house):
    running = house.start()
    running.kill()
    running.wait()
    wait_for_nobody(house)


def test_a_port_that_is_taken_is_said_before_anything_starts(house):
    with subprocess.Popen(
        [sys.executable, "-c", f"import socket, time; s = socket.create_server(('127.0.0.1', {house.port})); "
         "print(flush=True); time.sleep(60)"],
        stdout=subprocess.PIPE,
    ) as squatter:  # fmt: skip
        assert squatter.stdout
        squatter.stdout.readline()
        refused = house.run()
        said, _ = refused.communicate(timeout=PATIENCE)
        squatter.kill()
    assert refused.returncode == 1
    assert f"Port {house.port} is taken." in said


def test_a_port_that_is_none_is_said(house):
    refused = house.run(PORT="eighty")
    said, _ = refused.communicate(timeout=PATIENCE)
    assert refused.returncode == 2
    assert "PORT must be a number" in said


def test_a_data_folder_that_cannot_be_made_is_said(house, tmp_path):
    (tmp_path / "file").write_text("")
    refused = house.run(WARROOM_HOME=str(tmp_path / "file" / "home"))
    said, _ = refused.communicate(timeout=PATIENCE)
    assert refused.returncode == 1
    assert "cannot be used" in said
    assert "Traceback" not in said
