"""Databases with the estate in them: built once, then copied for each round."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from bench.proof.hotel import Hotel
from bench.proof.server import Server, named
from bench.torture.estate import build
from bench.torture.worker import Place

_SETTINGS = ("synchronous_commit = off", "deadlock_timeout = '50ms'")


@dataclass(frozen=True, slots=True)
class Ground:
    """A database with the estate, in which nobody writes; the hotel is where stays go on."""

    server: Server
    database: str
    hotel: Hotel

    @contextmanager
    def copied(self, purpose: str) -> Iterator[Place]:
        """Give a copy to write in, and a folder; drop both at the end."""
        name = f"{self.database}_{purpose}"
        identifier = sql.Identifier(name)
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(identifier)
        with (
            psycopg.connect(self.server.url, autocommit=True) as connection,
            tempfile.TemporaryDirectory() as folder,
        ):
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    identifier, sql.Identifier(self.database)
                )
            )
            try:
                for setting in _SETTINGS:
                    alter = sql.SQL("ALTER DATABASE {} SET ").format(identifier)
                    connection.execute(alter + sql.SQL(setting))
                yield Place(named(self.server.url, name), self.hotel, None, Path(folder))
            finally:
                connection.execute(drop)


@contextmanager
def ground(server: Server) -> Iterator[Ground]:
    """Migrate a database, build the estate in it, and drop it at the end."""
    with server.database("torture") as url:
        with psycopg.connect(url, autocommit=True) as owner:
            hotel = build(owner)
            database = owner.info.dbname
        yield Ground(server, database, hotel)
