"""The API that faults happen to."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.processes.api import ApiProcess
from tests.processes.hotelmate import NOTHING

SETTINGS = {
    # The proof runs the checks itself, and faults hold events up.
    "HOTELMATE_CHECK_HOUR": "off",
    "HOTELMATE_EVENTS_DELAY_LIMIT_SECONDS": "0",
}


@contextmanager
def serving(database_url: str, settings: Mapping[str, str] = NOTHING) -> Iterator[ApiProcess]:
    """Serve a migrated database until the block ends."""
    with tempfile.TemporaryDirectory(prefix="hotelmate-proof-") as folder:
        running = ApiProcess(database_url, Path(folder), {**SETTINGS, **settings})
        try:
            running.start()
            running.await_ready()
            yield running
        finally:
            running.stop()
