"""`hotelmate relay` as a process, and whether it leads."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.processes.hotelmate import HotelmateProcess, environment_on

LEADS = '"event":"leading"'
LEADS_NO_MORE = '"event":"database_away"'


class RelayProcess(HotelmateProcess):
    """The relay on a database.

    Args:
        database_url: connection string of the schema's owner, as a URL.
        settings: further variables of its environment: where Pusher is.
        folder: where its log is kept, in a file of its own.
    """

    def __init__(self, database_url: str, settings: Mapping[str, str], folder: Path) -> None:
        environment = {
            **environment_on(database_url),
            "HOTELMATE_LOG_LEVEL": "info",
            **settings,
        }
        with tempfile.NamedTemporaryFile(suffix=".log", dir=folder, delete=False) as log:
            super().__init__("relay", environment, Path(log.name))

    @property
    def leads(self) -> bool:
        """Whether it leads, as far as it knows itself."""
        log = self.log()
        return self.is_alive and log.rfind(LEADS) > log.rfind(LEADS_NO_MORE)


@contextmanager
def relay(database_url: str, settings: Mapping[str, str]) -> Iterator[RelayProcess]:
    """Run one relay until the block ends."""
    with tempfile.TemporaryDirectory(prefix="hotelmate-proof-") as folder:
        process = RelayProcess(database_url, settings, Path(folder))
        process.start()
        try:
            yield process
        finally:
            process.stop()
