"""A PostgreSQL server for a proof, and databases of its own on it.

It is a temporary embedded server, or the server of DATABASE_URL; there the proof makes and drops
databases of its own and never touches the one that is named.
"""

import os
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import sql

from app.embedded import throwaway
from schema import migrate

# A temporary server forgets by default. A proof measures one that keeps what it acknowledged.
DURABLE: Mapping[str, str | int] = {
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
}


@dataclass(frozen=True, slots=True)
class Server:
    """A server on which a proof may make databases; `url` names one that exists already."""

    url: str

    @contextmanager
    def database(self, purpose: str) -> Iterator[str]:
        """Make a migrated database, give its connection string, and drop it at the end."""
        name = f"hotelmate_proof_{purpose}_{uuid.uuid4().hex[:8]}"
        identifier = sql.Identifier(name)
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(identifier))
            try:
                made = named(self.url, name)
                migrate.upgrade(made)
                yield made
            finally:
                drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(identifier)
                connection.execute(drop)


def named(url: str, database: str) -> str:
    """Return the URL of another database of the same server.

    A URL and not libpq's words, because it goes into the environment of the API.
    """
    scheme, _, rest = url.partition("://")
    place, _, query = rest.partition("?")
    authority = place.partition("/")[0]
    return f"{scheme}://{authority}/{database}" + (f"?{query}" if query else "")


@contextmanager
def server(settings: Mapping[str, str | int] = DURABLE) -> Iterator[Server]:
    """Give the server of DATABASE_URL, else start a temporary one and remove it.

    Args:
        settings: of the temporary one; it keeps what it acknowledged unless they say otherwise.
    """
    given = os.environ.get("DATABASE_URL")
    if given:
        yield Server(given)
        return
    with throwaway(settings) as embedded:
        yield Server(embedded.url("postgres"))
