"""What runs in a cluster's folder: the server process, or what a `kill -9` left of one."""

import contextlib
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from app.embedded.failure import EmbeddedPostgresError

# A backend notices within milliseconds that its server is gone, unless it computes.
NOTICE_SECONDS = 5.0
QUIT_SECONDS = 10.0


def running_pid(cluster: Path) -> int | None:
    """Return the process id of the server that runs in a cluster's folder, if one does.

    The number in postmaster.pid is not enough: after a crash it may be another program's by now,
    or a zombie's where nothing collects orphans (a container without an init).
    """
    pid = _recorded_pid(cluster)
    return pid if pid is not None and _is_postgres_in(pid, cluster) else None


def listens_in(cluster: Path) -> tuple[str, str] | None:
    """Return the socket folder and port of the server that runs in a cluster's folder.

    They may differ from what this process would choose: another TMPDIR, or an ALTER SYSTEM.
    """
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
    except OSError:
        return None
    # The fourth line is the port, the fifth the folder; a server that is starting has fewer.
    return (lines[4], lines[3]) if len(lines) > 4 and lines[4] else None


def clear_remains(cluster: Path, socket_dir: Path) -> None:
    """Make way for a new server after the old one was killed.

    Backends that outlive their server still write to its files, so they must end first. Only then
    may lock files go whose number is a stranger's or a zombie's: a new server would refuse both.
    """
    _end_orphans(cluster)
    pid = _recorded_pid(cluster)
    if pid is not None and psutil.pid_exists(pid):
        (cluster / "postmaster.pid").unlink(missing_ok=True)
    # The folder is this cluster's alone, so a lock in it is as dead as the server.
    for lock in socket_dir.glob(".s.PGSQL.*.lock"):
        lock.unlink(missing_ok=True)


def _end_orphans(cluster: Path) -> None:
    started = time.monotonic()
    asked = False
    while orphans := list(_processes_in(cluster)):
        waited = time.monotonic() - started
        if waited > NOTICE_SECONDS + QUIT_SECONDS:
            pids = ", ".join(str(process.pid) for process in orphans)
            raise EmbeddedPostgresError(f"processes of a killed server do not end: {pids}")
        if waited > NOTICE_SECONDS and not asked:
            # SIGQUIT ends a backend at once; recovery at the next start cleans up after it.
            for process in orphans:
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.send_signal(signal.SIGQUIT)
            asked = True
        time.sleep(0.05)


def _recorded_pid(cluster: Path) -> int | None:
    try:
        return int((cluster / "postmaster.pid").read_text().splitlines()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def _processes_in(cluster: Path) -> Iterator[psutil.Process]:
    for process in psutil.process_iter():
        if _is_postgres_in(process.pid, cluster):
            yield process


def _is_postgres_in(pid: int, cluster: Path) -> bool:
    """Every process of a server, and no other program, has the cluster as working directory."""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE or process.name() != "postgres":
            return False
        return Path(process.cwd()) == cluster
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False
