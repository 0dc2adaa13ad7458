"""Two relays, one of which leads; who dies is replaced."""

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.processes.relay import RelayProcess

RELAYS = 2
# A new relay is up in a second; a standby takes over within a second, once the lock is free.
PATIENCE_SECONDS = 15.0
NAP_SECONDS = 0.005


class Pair:
    """The relays.

    Attributes:
        kills: how many were killed.
    """

    def __init__(self, database_url: str, settings: Mapping[str, str], folder: Path) -> None:
        self._where = (database_url, settings, folder)
        self._relays = [self._start() for _ in range(RELAYS)]
        self.kills = 0

    def leader(self) -> RelayProcess | None:
        """Return the one that leads, as far as that can be told from outside."""
        return next((each for each in self._relays if each.leads), None)

    def newest(self) -> RelayProcess:
        """Return the one that was started last."""
        return self._relays[-1]

    def await_leader(self) -> RelayProcess:
        """Wait for one that leads; where none does in time, give any."""
        wait_until(lambda: self.leader() is not None, PATIENCE_SECONDS)
        return self.leader() or self.newest()

    def kill(self, victim: RelayProcess) -> None:
        """Kill one and start another."""
        self._bury([victim])

    def kill_all(self) -> None:
        """Kill both at once."""
        self._bury(list(self._relays))

    def stop(self) -> None:
        """End all of them, in peace."""
        for each in self._relays:
            each.stop()

    def replace_who_ended(self) -> int:
        """Start others for those that ended by themselves, which none should; return how many."""
        ended = [each for each in self._relays if not each.is_alive]
        for each in ended:
            self._relays.remove(each)
            self._relays.append(self._start())
        return len(ended)

    def _start(self) -> RelayProcess:
        started = RelayProcess(*self._where)
        started.start()
        return started

    def _bury(self, victims: list[RelayProcess]) -> None:
        for victim in victims:
            victim.kill()
            self._relays.remove(victim)
        self.kills += len(victims)
        self._relays += [self._start() for _ in victims]


@contextmanager
def pair(database_url: str, settings: Mapping[str, str]) -> Iterator[Pair]:
    """Run two relays until the block ends."""
    with tempfile.TemporaryDirectory(prefix="hotelmate-proof-") as folder:
        relays = Pair(database_url, settings, Path(folder))
        try:
            yield relays
        finally:
            relays.stop()


def wait_until(is_so: Callable[[], bool], seconds: float) -> bool:
    """Wait until something is so, but not longer than so many seconds; say whether it is."""
    give_up_at = time.monotonic() + seconds
    while not (so := is_so()) and time.monotonic() < give_up_at:
        time.sleep(NAP_SECONDS)
    return so
