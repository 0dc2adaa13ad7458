"""What the API and PostgreSQL compute, each apart."""

from collections.abc import Callable
from typing import Any

import psutil
import psycopg

Clock = Callable[[], float]


def clock_of_process(pid: int) -> Clock:
    """Return what tells the CPU seconds of a process and its children so far."""
    process = psutil.Process(pid)

    def seconds() -> float:
        while True:
            children = _children(process)
            used = _used(process) + sum(_used(child) for child in children)
            # Who ends meanwhile may have been looked for too late, and its parent too early.
            if _children(process) == children:
                return used

    return seconds


def clock_of_server(connection: psycopg.Connection[Any]) -> Clock | None:
    """Return what tells the CPU seconds of a server so far: None of one on another machine."""
    row = connection.execute("SELECT pg_backend_pid()").fetchone()
    assert row is not None
    try:
        backend = psutil.Process(row[0])
        parent = backend.parent()
        if parent is None or not backend.name().startswith("postgres"):
            return None
        return clock_of_process(parent.pid)
    except psutil.Error:
        return None


def _children(process: psutil.Process) -> list[psutil.Process]:
    return process.children(recursive=True)


def _used(process: psutil.Process) -> float:
    """Return what a process computed, with those of its children that have ended."""
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        # It ended meanwhile: its parent has it from now on.
        return 0.0
    return float(times.user + times.system + times.children_user + times.children_system)
