"""What a proof says that a process computed, with its children, those that end meanwhile too."""

import subprocess
import sys

import psutil
import pytest

from bench.lifecycle import processors

# Starts a child that computes, says so, and waits for it when told to.
PARENT = """
import subprocess, sys
work = "sum(range(4_000_000)); print(1, flush=True); input()"
pipe = subprocess.PIPE
child = subprocess.Popen([sys.executable, "-c", work], stdin=pipe, stdout=pipe)
child.stdout.readline()
print(1, flush=True)
input()
child.communicate(b"\\n")
print(1, flush=True)
input()
"""


def test_what_a_child_computed_is_not_lost_when_it_ends_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    command = [sys.executable, "-c", PARENT]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **pipes) as parent:  # type: ignore[call-overload]
        parent.stdout.readline()
        clock = processors.clock_of_process(parent.pid)
        (child,) = psutil.Process(parent.pid).children()
        computed = child.cpu_times().user
        look_for_children = processors._children
        ending = iter([True])

        def ends_when_it_was_found(process: psutil.Process) -> list[psutil.Process]:
            found = look_for_children(process)
            if next(ending, False):
                parent.stdin.write("\n")
                parent.stdin.flush()
                parent.stdout.readline()
            return found

        monkeypatch.setattr(processors, "_children", ends_when_it_was_found)
        assert clock() >= computed > 0
        parent.communicate("\n")
