"""Child processes that never outlive us: each leads its own group, and hears from the kernel if we die."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from warroom.embedded.account import Account

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


class StartFailed(Exception):
    """A server would not start. The message is one plain paragraph for whoever typed the command."""


def _when_parent_dies(send: signal.Signals, parent: int) -> Callable[[], None]:
    """For `preexec_fn`, which runs after the change of user (a change of user would clear the setting)."""

    def prepare() -> None:
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, send)
            if os.getppid() != parent:  # it died in the moment between fork and here
                os._exit(1)

    return prepare


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def tail(path: Path, lines: int = 12) -> str:
    """The last lines of a log, indented, for a message about a child that failed."""
    text = path.read_text(errors="replace") if path.exists() else ""
    return "\n".join("    " + line for line in text.rstrip().splitlines()[-lines:])


@dataclass
class Child:
    """One running process, its log, and how it likes to be asked to stop."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 10.0
    _stopped: bool = field(default=False, repr=False)

    @property
    def pid(self) -> int:
        return self.process.pid

    def last_words(self) -> str:
        return tail(self.log)

    def ended(self) -> bool:
        return self.process.poll() is not None

    def stop(self) -> None:
        """Ask, wait, then insist; and leave nobody of its group behind. Safe to call twice."""
        if self._stopped:
            return
        self._stopped = True
        if not self.ended():
            self.process.send_signal(self.stop_signal)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(self.patience)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self.process.wait()


def start(
    name: str,
    argv: Sequence[str | Path],
    *,
    log: Path,
    account: Account | None = None,
    environ: Mapping[str, str] | None = None,
    folder: Path | str = "/",
    stdin: bytes = b"",
    stop_signal: signal.Signals = signal.SIGTERM,
    patience: float = 10.0,
) -> Child:
    """Start argv, output to `log`, as `account` if given. A Ctrl-C at our terminal does not reach it."""
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(
            [str(part) for part in argv],
            stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(environ) if environ is not None else None,
            cwd=folder,
            start_new_session=True,
            preexec_fn=_when_parent_dies(stop_signal, os.getpid()),
            **(account.popen() if account else {}),
        )
    if stdin:
        assert process.stdin is not None
        process.stdin.write(stdin)
        process.stdin.close()
    return Child(name, process, log, stop_signal, patience)


def wait_until(ready: Callable[[], bool], child: Child, *, seconds: float) -> None:
    """Poll until ready; raise StartFailed, with the end of the child's log, if it ends or the time is up."""
    deadline = time.monotonic() + seconds
    while not ready():
        if child.ended():
            raise StartFailed(f"{child.name} stopped while starting:\n{child.last_words()}")
        if time.monotonic() > deadline:
            raise StartFailed(f"{child.name} was not ready after {seconds:.0f} s:\n{child.last_words()}")
        time.sleep(0.03)
