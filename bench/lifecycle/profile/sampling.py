"""Samples of running processes: which functions were being computed, again and again."""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

# So often a second; odd, so that nothing that happens once a millisecond is seen always or never.
PERF_HERTZ, PY_SPY_HERTZ = 997, 249
# How much of each stack is kept: those of PostgreSQL's triggers are deep.
STACK_BYTES = 32_768

# The names of functions from the innermost outwards.
Stack = Sequence[str]


def missing() -> list[str]:
    """Return which programs are needed and not there."""
    return [name for name in ("perf", "py-spy") if _find(name) is None]


def of_server(pids: Sequence[int], seconds: float) -> Iterator[Stack]:
    """Let perf look at processes for so long; yield a stack of C functions for each sample."""
    with tempfile.TemporaryDirectory(prefix="hotelmate-proof-") as folder:
        data = f"{folder}/perf.data"
        _run(
            *("perf", "record", "--quiet", "--event=cpu-clock", f"--freq={PERF_HERTZ}"),
            *(f"--call-graph=dwarf,{STACK_BYTES}", f"--output={data}"),
            *(f"--pid={','.join(map(str, pids))}", "--", "sleep", str(seconds)),
        )
        text = _run("perf", "script", f"--input={data}", "--fields=ip,sym")
    for sample in text.split("\n\n"):
        lines = [line.split(None, 1) for line in sample.strip().splitlines()]
        if lines:
            yield [line[1].strip() if len(line) > 1 else "" for line in lines]


def of_api(pid: int, seconds: float) -> Iterator[Stack]:
    """Let py-spy look at a process for so long; yield the files of Python for each sample."""
    with tempfile.TemporaryDirectory(prefix="hotelmate-proof-") as folder:
        file = Path(folder) / "samples"
        _run(
            *("py-spy", "record", "--format=raw", f"--rate={PY_SPY_HERTZ}"),
            *(f"--duration={max(1, round(seconds))}", f"--output={file}", f"--pid={pid}"),
        )
        text = file.read_text(encoding="utf-8")
    for line in text.splitlines():
        frames, _, count = line.rpartition(" ")
        found = [re.sub(r"^.*\((.*?)(?::\d+)?\)$", r"\1", frame) for frame in frames.split(";")]
        for _ in range(int(count)):
            yield found[::-1]


def _find(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path=str(Path(sys.executable).parent))


def _run(name: str, *arguments: str) -> str:
    program = _find(name)
    assert program is not None
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{name} failed: {done.stderr.strip()}")
    return done.stdout
