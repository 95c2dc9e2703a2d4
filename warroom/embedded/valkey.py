"""Our own Valkey: loopback, a password, nothing on disk. It carries hints, and may forget everything."""

from pathlib import Path

import redis

from warroom.embedded.ports import free_port
from warroom.embedded.processes import Child, StartFailed, start, wait_until
from warroom.embedded.wheels import valkey_server

# The configuration goes in through stdin, so that the password shows in no process list.
CONFIG = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir {folder}
save ""
appendonly no
databases 16
"""


class Valkey:
    """Starts on a port that was free, and believes the answer only of the server it started itself."""

    def __init__(self, home: Path, password: str) -> None:
        self.folder = home / "valkey"
        self.log = home / "log" / "valkey.log"
        self.password = password
        self.port = 0
        self.child: Child | None = None

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self) -> Child:
        """Start, wait until it answers, return the child. Raises StartFailed."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for attempt in range(3):  # somebody may take the port between finding and binding it
            self.port = free_port()
            config = CONFIG.format(port=self.port, password=self.password, folder=f'"{self.folder}"')
            child = start("Valkey", [valkey_server(), "-"], log=self.log, stdin=config.encode())
            try:
                wait_until(lambda child=child: self._answers(child), child, seconds=10)  # type: ignore[misc]
            except StartFailed:
                child.stop()
                if attempt == 2:
                    raise
            else:
                self.child = child
                return child
        raise AssertionError("unreachable")

    def _answers(self, child: Child) -> bool:
        with redis.Redis.from_url(self.url, socket_timeout=2) as client:
            try:
                return client.info("server")["process_id"] == child.pid
            except redis.AuthenticationError:
                raise StartFailed(f"Port {self.port} is answered by another Valkey or Redis.") from None
            except redis.RedisError:
                return False
