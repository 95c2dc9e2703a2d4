"""Ports nobody else is handed: below the range from which the system takes ephemeral ones."""

import random
import socket

LOWEST, HIGHEST = 20_000, 32_767


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port that was free a moment ago. Whoever binds it must still check who answers there."""
    for _ in range(200):
        port = random.randint(LOWEST, HIGHEST)  # noqa: S311  not a secret
        if is_free(port):
            return port
    raise OSError(f"No free port between {LOWEST} and {HIGHEST}.")
