"""The API as its own process on loopback, and who its clients are."""

import ssl
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.proof.staff_auth import StaffAuth
from tests.processes.api import ApiProcess
from tests.processes.hotelmate import NOTHING


@dataclass(frozen=True, slots=True)
class Api:
    """The API as clients see it: where it listens, and who they are in each hotel."""

    url: str
    staff: StaffAuth

    def client(self) -> httpx.Client:
        """Return a client of a member of staff, with one connection that stays open."""
        # It speaks plain HTTP: nobody need read 140 certificates of authorities for it.
        no_tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        return httpx.Client(base_url=self.url, auth=self.staff, timeout=60, verify=no_tls)


@dataclass(frozen=True, slots=True)
class OwnApi(Api):
    """One that a proof has started."""

    process: ApiProcess


@contextmanager
def api(
    database_url: str,
    staff: str,
    pool_max_size: int = 16,
    settings: Mapping[str, str] = NOTHING,
) -> Iterator[OwnApi]:
    """Serve a migrated database until the block ends.

    Args:
        database_url: connection string of the schema's owner.
        staff: username, in every hotel that is used, of the member who calls.
        pool_max_size: database connections that the API may open.
        settings: further variables of its environment.
    """
    given = {
        "HOTELMATE_POOL_MIN_SIZE": "2",
        "HOTELMATE_POOL_MAX_SIZE": str(pool_max_size),
        **settings,
    }
    with tempfile.TemporaryDirectory(prefix="hotelmate-proof-") as folder:
        process = ApiProcess(database_url, Path(folder), given)
        try:
            process.start()
            process.await_ready()
            yield OwnApi(process.url, StaffAuth(database_url, staff), process)
        finally:
            process.stop()
