"""The supervisor of `hotelmate run`, with small programs in place of its commands."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from app.cli.processes.supervisor import ChildDied, Supervisor
from tests.waiting import wait_until

SLEEPER = (sys.executable, "-c", "import time; time.sleep(600)")
FAILING = (sys.executable, "-c", "print('no coffee'); raise SystemExit(3)")
# A child that follows its lifeline, in the words of the real commands.
FOLLOWER = """
import sys, time
from app.cli.processes.lifeline import follow
follow(int(sys.argv[sys.argv.index("--lifeline") + 1]))
time.sleep(600)
"""
PARENT = f"""
import os, sys, time
from pathlib import Path
from app.cli.processes.supervisor import Supervisor
supervisor = Supervisor(os.environ, Path(sys.argv[1]), [sys.executable, "-c", {FOLLOWER!r}])
supervisor.start("serve")
print(*[child.pid for child in supervisor._children.values()], flush=True)
time.sleep(600)
"""


def lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def children_of_this_process() -> set[int]:
    return {child.pid for child in psutil.Process().children()}


def test_leaving_the_supervisor_ends_its_children(tmp_path: Path) -> None:
    before = children_of_this_process()
    with Supervisor(os.environ, tmp_path, SLEEPER) as supervisor:
        supervisor.start("serve")
        supervisor.start("payments worker")
        supervisor.check()
        started = children_of_this_process() - before
        assert len(started) == 2
    assert {file.name for file in tmp_path.iterdir()} == {"serve.log", "payments-worker.log"}
    assert not [pid for pid in started if lives(pid)]


def test_a_child_that_ends_is_named_with_its_status_and_last_words(tmp_path: Path) -> None:
    with Supervisor(os.environ, tmp_path, FAILING) as supervisor:
        supervisor.start("relay")
        with pytest.raises(ChildDied, match="`hotelmate relay` ended with status 3") as death:
            supervisor.wait_until(lambda: False, 20)
    assert str(death.value).endswith("\nno coffee")


def test_waiting_ends_when_its_time_is_over(tmp_path: Path) -> None:
    with Supervisor(os.environ, tmp_path, SLEEPER) as supervisor:
        supervisor.start("serve")
        assert supervisor.wait_until(lambda: False, 0.3) is False
        assert supervisor.wait_until(lambda: True, 0.3) is True


@pytest.mark.proof
def test_children_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PARENT, str(tmp_path)]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.communicate(timeout=20)
    wait_until(lambda: not lives(child))
