"""Nobody says that anything is down, and nothing comes: a network or a server that stands still."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import psutil

from bench.faults.answers import TIMED_OUT
from bench.faults.happening import Fault
from bench.faults.scene import Scene
from bench.relay.kills.pair import wait_until

# Whoever calls is told after so long; a statement is given up on the way to that.
REQUEST_SECONDS = 2
# Where a request was given up, its connection is too, ten seconds later: five in which to ask the
# server to stop, five in which it may say that it did.
GIVEN_UP_SECONDS = 10.0
STILL_SECONDS = 6.0
API = b"hotelmate-api"
PATIENCE_SECONDS = 40.0
# It has another by then; the one before is closed when somebody tidies up.
OF_READINESS = 1
_SETTINGS = {"HOTELMATE_REQUEST_TIMEOUT_SECONDS": str(REQUEST_SECONDS)}
_SOME_IDLE = dict.fromkeys(("HOTELMATE_POOL_MIN_SIZE", "HOTELMATE_POOL_MAX_SIZE"), "12")


def silent(seconds: float) -> list[Fault]:
    """Return every way to fall silent; it lasts longer than a request may take.

    That time is shorter than anybody waits for a connection, and begins before whatever the server
    may end a transaction for: nothing else comes first.
    """
    lasting = max(seconds, STILL_SECONDS)
    within = REQUEST_SECONDS + GIVEN_UP_SECONDS + 3.0
    return [
        Fault(name, happens, TIMED_OUT, within=within, settings=settings)
        for name, happens, settings in (
            ("network_silent", partial(_network, seconds=lasting), _SETTINGS),
            ("database_frozen", partial(_frozen, seconds=lasting), _SETTINGS),
            ("connections_forgotten", _forgotten, _SETTINGS | _SOME_IDLE),
        )
    ]


def _network(scene: Scene, seconds: float) -> float:
    """Let nothing arrive for a while, then all of it."""
    with scene.wire.silence():
        time.sleep(seconds)
    return time.monotonic()


def _frozen(scene: Scene, seconds: float) -> float:
    """Let PostgreSQL stand still, as a virtual machine does that is moved, or a disk that hangs."""
    with _still(scene):
        time.sleep(seconds)
    return time.monotonic()


@contextmanager
def _still(scene: Scene) -> Iterator[None]:
    assert scene.server.pid is not None
    postmaster = psutil.Process(scene.server.pid)
    # First the one who would start others.
    postmaster.send_signal(signal.SIGSTOP)
    stopped = [postmaster, *postmaster.children(recursive=True)]
    try:
        for each in stopped[1:]:
            _signal(each, signal.SIGSTOP)
        yield
    finally:
        for each in stopped:
            _signal(each, signal.SIGCONT)


def _signal(process: psutil.Process, number: int) -> None:
    try:
        process.send_signal(number)
    except psutil.NoSuchProcess:
        return


def _forgotten(scene: Scene) -> float:
    """Let the API's connections carry nothing for ever; new ones work at once.

    Raises:
        RuntimeError: there was none.
    """
    if not scene.wire.forget(API):
        raise RuntimeError("the API had no connection that could be forgotten")
    forgotten = time.monotonic()
    # Whoever looks after the API asks meanwhile, too; that connection is among the forgotten.
    scene.api.is_ready()
    # One that is kept is one less for requests, also when nobody has met with it yet.
    wait_until(lambda: scene.wire.kept_in_vain() <= OF_READINESS, PATIENCE_SECONDS)
    return forgotten
