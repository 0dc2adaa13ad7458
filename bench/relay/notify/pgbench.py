"""One pgbench run of several writers, and how many transactions a second they had."""

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from app.embedded.places import client_binary

# One thread is enough for all: the server has the work.
THREADS = 1
_TRANSACTIONS_A_SECOND = re.compile(r"^tps = ([\d.]+) ", re.MULTILINE)


def transactions_a_second(
    database_url: str, script: Path, writers: int, seconds: int, variables: Mapping[str, object]
) -> float:
    """Let writers run a script for so many seconds, with prepared statements.

    Raises:
        RuntimeError: a statement failed; the text is pgbench's own.
    """
    command = [str(client_binary("pgbench")), "--no-vacuum", "--protocol=prepared"]
    command += [f"--client={writers}", f"--jobs={THREADS}", f"--time={seconds}"]
    command += [f"--define={name}={value}" for name, value in variables.items()]
    command += [f"--file={script}"]
    done = subprocess.run(
        [*command, database_url],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"pgbench failed: {done.stderr.strip()}")
    return read(done.stdout)


def read(report: str) -> float:
    """Read the transactions a second from a report."""
    found = _TRANSACTIONS_A_SECOND.search(report)
    if found is None:
        raise RuntimeError(f"pgbench reports nothing: {report}")
    return float(found[1])
