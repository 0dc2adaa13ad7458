"""What a proof ran on: figures of one machine say little about another one."""

import os
import platform
import re
import subprocess
import tempfile
import time
from pathlib import Path
from statistics import median

import msgspec
import psutil
import psycopg

from app.embedded.places import client_binary

IN_MEMORY = ("tmpfs", "ramfs")
VIRTUAL = ("vd", "xvd")
FLUSHES, PAGE = 50, 8192


class Machine(msgspec.Struct, frozen=True):
    """A machine.

    Attributes:
        processor: its model.
        processors: how many the operating system has.
        memory_gb: of it.
        kernel: name and number of the operating system's.
        python, postgresql: versions.
        disk: of temporary files, where a proof's own server keeps its data.
        flush_ms: how long it takes to write a page of 8 kB there for good; the median.
        own_server: False where DATABASE_URL named the server, which may be on another machine.
    """

    processor: str
    processors: int
    memory_gb: float
    kernel: str
    python: str
    postgresql: str
    disk: str
    flush_ms: float
    own_server: bool


def this_machine() -> Machine:
    """Look at this machine."""
    given = os.environ.get("DATABASE_URL")
    folder = Path(tempfile.gettempdir())
    release = re.match(r"[\d.]*\d", platform.release())
    return Machine(
        _processor(),
        os.cpu_count() or 1,
        round(psutil.virtual_memory().total / 2**30, 1),
        f"{platform.system()} {release[0] if release else platform.release()}",
        platform.python_version(),
        _version_of(given) if given else _own_version(),
        _disk(folder),
        round(_flush_ms(folder), 3),
        not given,
    )


def _processor() -> str:
    """Return the model, which only Linux tells in words."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(errors="replace").splitlines() if told.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def _own_version() -> str:
    done = subprocess.run(
        [client_binary("postgres"), "--version"], capture_output=True, text=True, check=True
    )
    return done.stdout.split()[-1]


def _version_of(database_url: str) -> str:
    with psycopg.connect(database_url, autocommit=True) as connection:
        return str(connection.info.parameter_status("server_version")).split()[0]


def _disk(folder: Path) -> str:
    """Return file system and kind of disk; a virtual one does not know what it is made of."""
    places = {Path(each.mountpoint): each.fstype for each in psutil.disk_partitions(all=True)}
    above = next((each for each in (folder, *folder.parents) if each in places), None)
    file_system = places[above] if above else "unknown"
    if file_system in IN_MEMORY:
        return f"{file_system}, in memory"
    device = folder.stat().st_dev
    block = Path(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}").resolve()
    if block.name.startswith(VIRTUAL):
        return f"{file_system}, virtual"
    # A partition's queue is that of its disk.
    for queue in (block / "queue", block.parent / "queue"):
        if (queue / "rotational").exists():
            turns = (queue / "rotational").read_text().strip() == "1"
            return f"{file_system}, {'turning' if turns else 'solid state'}"
    return file_system


def _flush_ms(folder: Path) -> float:
    """Write a page over and over, as the log of transactions is, and return what one takes."""
    taken = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(FLUSHES):
            os.pwrite(file.fileno(), bytes(PAGE), 0)
            started = time.perf_counter()
            os.fsync(file.fileno())
            taken.append(1000 * (time.perf_counter() - started))
    return median(taken)
