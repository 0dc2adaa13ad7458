"""A disk on which nothing is left, neither for rows nor for the log of transactions.

It is a small tmpfs with a server of its own, which only root may mount. What fills it is a file of
somebody else's.
"""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import psycopg

from app.embedded import EmbeddedPostgres
from app.embedded.throwaway import FORGETFUL
from bench.faults.answers import UNAVAILABLE
from bench.faults.books import ended
from bench.faults.happening import WAITED_FOR_THE_POOL, Fault, happen
from bench.faults.scene import SERVER_SETTINGS, Scene, scene
from bench.proof.figures import AtLeast, Figure
from bench.proof.run import say

ALLOWED = "ALLOW_NO_MOUNT"
SIZE = "600m"
# A megabyte at a time, then the rest.
PIECES = (1 << 20, 1 << 12)
# Segments of the log that stand ready, so that rows find no room first, are few.
SETTINGS = {
    **FORGETFUL,
    **SERVER_SETTINGS,
    "min_wal_size": "32MB",
    "max_wal_size": "64MB",
    "shared_buffers": "32MB",
}
LOG_MEGABYTES = 256
_LOG_A_MEGABYTE = "SELECT pg_logical_emit_message(true, 'proof', repeat('x', 1000000))"
# The server may have to be started first.
RECOVERED_WITHIN_SECONDS = 10.0


def disk_figures(seed: int, times: int, seconds: float) -> Iterator[Figure]:
    """Fill the disk of a server under load, and make room again; unless nothing can be mounted."""
    with tempfile.TemporaryDirectory(prefix="hotelmate-proof-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        if not _mount(folder):
            say(f"disk_full is skipped: a tmpfs cannot be mounted here ({ALLOWED}=1 allows it)")
            aim = None if os.environ.get(ALLOWED) else AtLeast(1)
            yield Figure("disk_full_tried", 0, aim)
            return
        try:
            yield from _on(folder, seed, times, seconds)
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=False)


def _mount(folder: Path) -> bool:
    """Mount a tmpfs; say whether that was possible."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=711", "tmpfs", str(folder)]
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def full_disks(folder: Path, seconds: float, starts: list[float]) -> list[Fault]:
    """Return every way to be full.

    Args:
        folder: where the disk is mounted.
        seconds: for how long.
        starts: takes when the server had to be started again.
    """
    return [
        Fault(
            name,
            partial(_full, folder=folder, seconds=seconds, starts=starts, log_too=log_too),
            UNAVAILABLE,
            WAITED_FOR_THE_POOL,
            within=RECOVERED_WITHIN_SECONDS,
        )
        for name, log_too in (("disk_full", False), ("disk_full_of_log", True))
    ]


def _on(folder: Path, seed: int, times: int, seconds: float) -> Iterator[Figure]:
    starts: list[float] = []
    server = EmbeddedPostgres(folder, settings=SETTINGS, durable=False)
    with server, scene(server, seed) as playing:
        yield Figure("disk_full_tried", 1, AtLeast(1))
        for fault in full_disks(folder, seconds, starts):
            yield from happen(playing, fault, times)
        yield Figure("disk_full_server_started_again", len(starts))
        yield from ended(playing, "disk_full_")


def _full(scene: Scene, folder: Path, seconds: float, starts: list[float], log_too: bool) -> float:
    """Leave no room for a while; start the server if it died of that, as a service manager does."""
    with _filled(folder):
        if log_too:
            _fill_log(scene)
        time.sleep(seconds)
    deadline = time.monotonic() + RECOVERED_WITHIN_SECONDS
    while scene.server.pid is not None and time.monotonic() < deadline and not scene.accepts():
        time.sleep(0.05)
    if not scene.accepts():
        starts.append(time.monotonic())
        scene.server.restart("immediate")
    return time.monotonic()


def _fill_log(scene: Scene) -> None:
    """Write to the log until it has no room either, of which the server crashes.

    Raises:
        RuntimeError: it does not.
    """
    with suppress(psycopg.OperationalError), scene.owner() as owner:
        for _ in range(LOG_MEGABYTES):
            owner.execute(_LOG_A_MEGABYTE)
        raise RuntimeError("the log finds room where there is none")


@contextmanager
def _filled(folder: Path) -> Iterator[None]:
    """Take all the room that there is, also what others free meanwhile, until the block ends."""
    ballast = folder / "ballast"
    try:
        with ballast.open("wb", buffering=0) as file:
            for piece in PIECES:
                with suppress(OSError):
                    while file.write(bytes(piece)):
                        pass
        yield
    finally:
        ballast.unlink(missing_ok=True)
