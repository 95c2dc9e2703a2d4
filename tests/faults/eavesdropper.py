"""Hears every command that Valkey gets, for as long as the house stands."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress


class Eavesdropper:
    """MONITOR on a connection of its own, taken up again whenever Valkey comes back."""

    def __init__(self, port: Callable[[], int], password: str) -> None:
        self.heard = bytearray()
        self._port, self._password = port, password
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="eavesdropper", daemon=True)
        self._thread.start()

    def take(self) -> bytes:
        """What was heard since the last time."""
        heard = bytes(self.heard)
        del self.heard[: len(heard)]
        return heard

    def close(self) -> None:
        self._closed.set()
        self._thread.join(3)

    def _run(self) -> None:
        while not self._closed.is_set():
            with suppress(OSError), socket.create_connection(("127.0.0.1", self._port()), 1) as valkey:
                valkey.settimeout(0.5)
                valkey.sendall(f"AUTH {self._password}\r\nMONITOR\r\n".encode())
                self._listen(valkey)
            self._closed.wait(0.05)

    def _listen(self, valkey: socket.socket) -> None:
        while not self._closed.is_set():
            try:
                data = valkey.recv(65_536)
            except TimeoutError:
                continue
            if not data:
                return
            self.heard += data
