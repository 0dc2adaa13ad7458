"""One pgbench run over several scripts, and the latency of each."""

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.embedded.places import client_binary

TRANSACTIONS = re.compile(r"^ - (\d+) transactions \(", re.MULTILINE)
LATENCY = re.compile(r"^ - latency average = ([\d.]+) ms", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Timing:
    """How often a script ran and how long it took on average, in milliseconds."""

    times: int
    milliseconds: float


def run(
    database_url: str,
    scripts: Sequence[Path],
    times: int,
    variables: Mapping[str, object],
    settings: Mapping[str, str],
) -> list[Timing]:
    """Run scripts in turn by lot, with equal weight, prepared statements and one client.

    Args:
        times: how many runs of a script there are, all scripts together.
        variables: pgbench variables that the scripts start with.
        settings: settings of the session.

    Raises:
        RuntimeError: a statement failed; the text is pgbench's own.
    """
    command = [str(client_binary("pgbench")), "--no-vacuum", "--protocol=prepared"]
    command += ["--client=1", f"--transactions={times}"]
    command += [f"--define={name}={value}" for name, value in variables.items()]
    command += [f"--file={script}@1" for script in scripts]
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
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
    return timings(done.stdout)


def timings(report: str) -> list[Timing]:
    """Read the scripts' own lines of a report, in the order in which the scripts were given."""
    times, latencies = TRANSACTIONS.findall(report), LATENCY.findall(report)
    return [
        Timing(int(count), float(latency)) for count, latency in zip(times, latencies, strict=True)
    ]
