"""soketi is reached from this machine alone, and ends with whoever started it."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.soketi.loopback import beyond_loopback, open_addresses
from tests.soketi.server import Soketi

ROOT = Path(__file__).parents[2]
STARTING = """
from tests.soketi.server import soketi
with soketi() as running:
    print(running.pid, flush=True)
    input()
"""


@pytest.mark.proof
def test_soketi_listens_on_loopback_alone_and_has_no_udp(server_of_soketi: Soketi) -> None:
    opened = open_addresses(server_of_soketi.pid)
    assert f"tcp 127.0.0.1:{server_of_soketi.port}" in opened
    assert all(address.startswith("tcp 127.0.0.1:") for address in opened)
    assert beyond_loopback(server_of_soketi.pid) == []


def test_what_others_could_reach_is_noticed() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
        datagrams.bind(("127.0.0.1", 0))
        assert beyond_loopback(os.getpid()) == []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
        datagrams.bind(("0.0.0.0", 0))
        port = datagrams.getsockname()[1]
        assert beyond_loopback(os.getpid()) == [f"udp 0.0.0.0:{port}"]


@pytest.mark.proof
def test_soketi_ends_with_a_process_that_is_killed(server_of_soketi: Soketi) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", STARTING],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as starter:
        assert starter.stdout is not None
        running = psutil.Process(int(starter.stdout.readline()))
        assert running.is_running()
        starter.kill()
    running.wait(10)
