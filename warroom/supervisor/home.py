"""The data folder: ours alone, and only one war-room at a time."""

import fcntl
import os
from pathlib import Path

from warroom.embedded.processes import StartFailed


def open_home(home: Path) -> None:
    """Make the folder and what is always in it. Last time's logs are kept once, as `.old`."""
    try:
        for folder in (home, home / "run", home / "log"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StartFailed(
            f"The data folder {home} cannot be used ({error.strerror}). "
            "Choose another with WARROOM_HOME=/some/folder."
        ) from error


def claim(home: Path) -> int:
    """Take the folder for as long as this process lives; the kernel gives it back, however we end.

    Returns the open lock. Raises StartFailed when another process has it.
    """
    lock = os.open(home / "run" / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(lock, 20).decode().strip()
        os.close(lock)
        raise StartFailed(
            f"A war-room already runs from {home} (process {holder}). "
            "Stop that one first, or give this one a folder and port of its own: "
            "WARROOM_HOME=/some/folder PORT=8001 bin/run"
        ) from None
    os.truncate(lock, 0)
    os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
    return lock


def put_old_logs_aside(home: Path) -> None:
    for log in (home / "log").glob("*.log"):
        log.replace(log.with_suffix(".old"))
