"""pgbench: one run of scripts with prepared statements, and what it reports."""

import os
import re
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from app.embedded.places import client_binary

NOTHING: Mapping[str, str] = MappingProxyType({})
_TIMES = re.compile(r"^number of transactions actually processed: (\d+)", re.MULTILINE)
_A_SECOND = re.compile(r"^tps = ([\d.]+) ", re.MULTILINE)
# Lines that begin like these are of one of several scripts.
_TIMES_OF_SCRIPT = re.compile(r"^ - (\d+) transactions \(", re.MULTILINE)
_LATENCY_OF_SCRIPT = re.compile(r"^ - latency average = ([\d.]+) ms", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Timing:
    """How often a script ran and how long it took on average, in milliseconds."""

    times: int
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did.

    Attributes:
        times: how often scripts ran, all together.
        a_second: how often a second.
        scripts: of each script, in the order in which they were given, where there were several.
        milliseconds: how long each time took, where that was asked for.
    """

    times: int
    a_second: float
    scripts: tuple[Timing, ...] = ()
    milliseconds: tuple[float, ...] = ()


def run(
    database_url: str,
    scripts: Sequence[Path],
    limit: Mapping[str, int],
    variables: Mapping[str, object],
    *,
    clients: int = 1,
    threads: int = 1,
    settings: Mapping[str, str] = NOTHING,
    each: bool = False,
) -> Report:
    """Let clients run scripts, by lot and with equal weight.

    Args:
        database_url: whose database.
        scripts: one or more.
        limit: `time`, in seconds, or `transactions` of each client, all scripts together.
        variables: pgbench variables that the scripts start with.
        clients: how many sessions there are.
        threads: of pgbench, that serve the clients.
        settings: of the sessions, on top of what PGOPTIONS says.
        each: whether to keep how long each time took.

    Raises:
        RuntimeError: a statement failed; the text is pgbench's own.
    """
    command = [str(client_binary("pgbench")), "--no-vacuum", "--protocol=prepared"]
    command += [f"--client={clients}", f"--jobs={threads}"]
    command += [f"--{name}={value}" for name, value in limit.items()]
    command += [f"--define={name}={value}" for name, value in variables.items()]
    command += [f"--file={script}" for script in scripts]
    options = [os.environ.get("PGOPTIONS", "")]
    options += [f"-c {name}={value}" for name, value in settings.items()]
    with tempfile.TemporaryDirectory(prefix="hotelmate-proof-") as folder:
        command += ["--log", f"--log-prefix={folder}/log"] if each else []
        done = subprocess.run(
            [*command, database_url],
            env={**os.environ, "PGOPTIONS": " ".join(options).strip()},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise RuntimeError(f"pgbench failed: {done.stderr.strip()}")
        logs = [file.read_text() for file in sorted(Path(folder).iterdir())]
    return read(done.stdout, "".join(logs))


def read(report: str, log: str = "") -> Report:
    """Read a report and the log, whose lines have the microseconds in the third place.

    Raises:
        RuntimeError: the report is none.
    """
    times, rate = _TIMES.search(report), _A_SECOND.search(report)
    if times is None or rate is None:
        raise RuntimeError(f"pgbench reports nothing: {report}")
    of_scripts = zip(
        _TIMES_OF_SCRIPT.findall(report), _LATENCY_OF_SCRIPT.findall(report), strict=True
    )
    return Report(
        int(times[1]),
        float(rate[1]),
        tuple(Timing(int(count), float(latency)) for count, latency in of_scripts),
        tuple(int(line.split()[2]) / 1000 for line in log.splitlines()),
    )
