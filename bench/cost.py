"""What a server costs, as the kernel counts it."""

import os
from collections.abc import Iterable
from pathlib import Path

PROC = Path("/proc")


def family(pid: int) -> list[int]:
    """A process and everything it started."""
    found = [pid]
    for parent in found:
        for children in PROC.glob(f"{parent}/task/*/children"):
            try:
                found += map(int, children.read_text().split())
            except OSError:  # it ended meanwhile
                continue
    return found


def cpu_ns(pids: Iterable[int]) -> int:
    """CPU time of all threads so far, in nanoseconds. Threads that have ended are no longer counted."""
    total = 0
    for pid in pids:
        for schedstat in PROC.glob(f"{pid}/task/*/schedstat"):
            try:
                total += int(schedstat.read_text().split()[0])
            except OSError:
                continue
    return total


def rss_kb(pids: Iterable[int]) -> int:
    """Resident memory, in KB."""
    page = os.sysconf("SC_PAGE_SIZE") // 1024
    total = 0
    for pid in pids:
        try:
            total += int((PROC / str(pid) / "statm").read_text().split()[1]) * page
        except OSError:
            continue
    return total
