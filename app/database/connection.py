"""A connection of the API: what its session starts with, and whether its server fell silent."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from psycopg import AsyncConnection
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from app.settings import Settings

PREPARE_AT_ONCE = 0
PREPARED_MAX = 1000
# What every session of the API starts with. A queue at one lock is given up before the client's
# patience ends, three attempts included; a session that lost its client frees its locks; times in
# JSON are in UTC; the isolation is the one that the locks of the triggers are made for. A plan that
# was made while a table was small is kept: let it not be one that reads the whole of it. Compiling
# a plan takes longer than running any of these.
SESSION = {
    "lock_timeout": "2000",
    "idle_in_transaction_session_timeout": "10000",
    "timezone": "UTC",
    "default_transaction_isolation": "read\\ committed",
    "enable_seqscan": "off",
    "jit": "off",
}
# A server that is there answers a cancelled statement at once. One that is not is waited for
# longer than this.
SILENT_SECONDS = 4.0

Parameters = Mapping[str, object]
Row = tuple[Any, ...]


class Connection(AsyncConnection[Row]):
    """A connection that knows whether its server fell silent.

    Attributes:
        when_given_up: called as soon as one of its statements is given up.
    """

    when_given_up: Callable[[], None] | None = None
    _cancelled_at: float | None = None

    async def _try_cancel(self, *, timeout: float = 5.0) -> None:
        self._cancelled_at = time.monotonic()
        if self.when_given_up is not None:
            self.when_given_up()
        await super()._try_cancel(timeout=timeout)

    @property
    def fell_silent(self) -> bool:
        """Whether it was closed because a cancelled statement had no answer."""
        since = self._cancelled_at
        return self.closed and since is not None and time.monotonic() - since > SILENT_SECONDS


class RawJson(Loader):
    """JSON made by the database goes to the client as it is."""

    def load(self, data: Buffer) -> bytes:
        """Return the text of a json value, in UTF-8."""
        return bytes(data)


async def configure(connection: Connection) -> None:
    """Ready a connection that was just made for the statements of the API."""
    connection.adapters.register_loader("json", RawJson)
    # Each role has its own.
    connection.prepared_max = PREPARED_MAX


def conninfo(settings: Settings) -> str:
    """Return the connection string of the API with everything its sessions start with."""
    session = {
        **SESSION,
        "statement_timeout": str(settings.statement_timeout_ms),
        "transaction_timeout": str(settings.request_timeout_seconds * 1000),
    }
    options = " ".join(f"-c {name}={value}" for name, value in session.items())
    given = conninfo_to_dict(settings.api_url).get("options")
    return make_conninfo(
        settings.api_url,
        options=f"{given or ''} {options}".strip(),
        application_name="hotelmate-api",
        connect_timeout=5,
        # Else the kernel waits a quarter of an hour for a server that vanished.
        keepalives_idle=10,
        keepalives_interval=5,
        keepalives_count=3,
        tcp_user_timeout=25_000,
    )
