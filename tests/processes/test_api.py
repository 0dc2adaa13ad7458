"""The API as a process of tests and proofs can be killed and started again, and says why not."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes.api import PATIENCE_SECONDS, ApiProcess
from tests.relay.command import as_url


@pytest.fixture
def api(database_url: str, tmp_path: Path) -> Iterator[ApiProcess]:
    """An API that was not started yet."""
    # Nobody looks at the database that tests share, nor tells what is changed in it.
    quiet = {"HOTELMATE_CHECK_HOUR": "off", "HOTELMATE_EVENTS_DELAY_LIMIT_SECONDS": "0"}
    process = ApiProcess(as_url(database_url), tmp_path, quiet)
    try:
        yield process
    finally:
        process.stop()


def test_who_was_killed_is_started_again_at_the_same_address(api: ApiProcess) -> None:
    api.start()
    api.await_ready()
    first = api.pid
    api.kill()
    assert not api.is_alive
    assert not api.is_ready()
    api.start()
    api.await_ready()
    assert api.pid != first


def test_who_does_not_start_is_not_waited_for(api: ApiProcess) -> None:
    began = time.monotonic()
    api.start({"HOTELMATE_POOL_MAX_SIZE": "none"})
    with pytest.raises(RuntimeError, match="HOTELMATE_POOL_MAX_SIZE"):
        api.await_ready()
    assert time.monotonic() - began < PATIENCE_SECONDS / 2


def test_nobody_is_started_twice(api: ApiProcess) -> None:
    api.start()
    with pytest.raises(RuntimeError, match="it runs"):
        api.start()
