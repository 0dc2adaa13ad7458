"""pgbench runs of the floor: how many scripts a second, and how long each one took."""

import os
import re
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.embedded.places import client_binary

# One for each processor of a small machine: none waits for the other clients' statements.
THREADS = 2
_TRANSACTIONS_A_SECOND = re.compile(r"^tps = ([\d.]+) ", re.MULTILINE)
_DONE = re.compile(r"^number of transactions actually processed: (\d+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Run:
    """What a run did.

    Attributes:
        times: how often the script ran.
        a_second: how often a second.
        milliseconds: how long each of them took.
    """

    times: int
    a_second: float
    milliseconds: list[float]


def run(
    database_url: str,
    script: Path,
    clients: int,
    limit: Mapping[str, int],
    variables: Mapping[str, object],
) -> Run:
    """Let clients run a script with prepared statements.

    Args:
        limit: `time`, in seconds, or `transactions` of each client.
        variables: pgbench variables that the script starts with.

    Raises:
        RuntimeError: a statement failed; the text is pgbench's own.
    """
    with tempfile.TemporaryDirectory(prefix="hotelmate-proof-") as folder:
        command = [str(client_binary("pgbench")), "--no-vacuum", "--protocol=prepared"]
        command += [f"--client={clients}", f"--jobs={min(THREADS, clients)}"]
        command += [f"--{name}={value}" for name, value in limit.items()]
        command += [f"--define={name}={value}" for name, value in variables.items()]
        command += ["--log", f"--log-prefix={folder}/log", f"--file={script}"]
        # Like the sessions of the API: no plan of it may be one of a table that was small once.
        options = f"{os.environ.get('PGOPTIONS', '')} -c enable_seqscan=off".strip()
        done = subprocess.run(
            [*command, database_url],
            env={**os.environ, "PGOPTIONS": options},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise RuntimeError(f"pgbench failed: {done.stderr.strip()}")
        logs = [file.read_text() for file in sorted(Path(folder).iterdir())]
    return read(done.stdout, "".join(logs))


def read(report: str, log: str) -> Run:
    """Read a report and the log, whose lines have the microseconds in the third place."""
    rate, times = _TRANSACTIONS_A_SECOND.search(report), _DONE.search(report)
    if rate is None or times is None:
        raise RuntimeError(f"pgbench reports nothing: {report}")
    taken = [int(line.split()[2]) / 1000 for line in log.splitlines()]
    return Run(int(times[1]), float(rate[1]), taken)
