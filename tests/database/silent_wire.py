"""A way to the database that can fall silent: nothing arrives any more, and nobody is told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from psycopg.conninfo import conninfo_to_dict, make_conninfo


class SilentWire:
    """Carries what the database and its clients say, until it falls silent.

    Attributes:
        url: connection string of the database by this way.
    """

    def __init__(self, database_url: str) -> None:
        self.url = ""
        self._database_url = database_url
        self._carrying: set[asyncio.Task[None]] = set()
        self._kept: list[asyncio.StreamWriter] = []

    def fall_silent(self) -> None:
        """Carry nothing any more of the connections that there are; new ones work."""
        for each in self._carrying:
            each.cancel()
        self._carrying.clear()

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry a new connection."""
        known = conninfo_to_dict(self._database_url)
        host, port = str(known.get("host") or "localhost"), int(known.get("port") or 5432)
        if host.startswith("/"):
            server = await asyncio.open_unix_connection(f"{host}/.s.PGSQL.{port}")
        else:
            server = await asyncio.open_connection(host, port)
        self._kept += [writer, server[1]]
        for source, target in ((reader, server[1]), (server[0], writer)):
            self._carrying.add(asyncio.create_task(_carry(source, target)))

    def close(self) -> None:
        """End every connection."""
        self.fall_silent()
        for each in self._kept:
            each.close()


async def _carry(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while said := await source.read(65_536):
            target.write(said)
    target.close()


@asynccontextmanager
async def silent_wire(database_url: str) -> AsyncIterator[SilentWire]:
    """Open a way to a database that can fall silent."""
    wire = SilentWire(database_url)
    async with await asyncio.start_server(wire.accept, "127.0.0.1", 0) as listener:
        port = listener.sockets[0].getsockname()[1]
        wire.url = make_conninfo(database_url, host="127.0.0.1", port=port)
        try:
            yield wire
        finally:
            wire.close()
