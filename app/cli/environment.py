"""What every command starts from: the settings, and a database that is there."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from app.embedded import EmbeddedPostgres
from app.settings import Settings
from schema import roles


def settings_of_process() -> Settings:
    """Return the settings of this process's environment, checked."""
    return Settings.from_environ(os.environ)


@contextmanager
def with_database(settings: Settings) -> Iterator[Settings]:
    """Fill in the database's addresses; where none is set, use the embedded server meanwhile.

    A server that another command has running is joined, and stays when this one is done.
    """
    if names_a_server(settings):
        yield settings
        return
    with EmbeddedPostgres(settings.data_dir) as server:
        yield with_log_ins(settings, server)


def names_a_server(settings: Settings) -> bool:
    """Say whether the database is elsewhere; one address of it is enough for some commands."""
    addresses = (
        settings.database_url,
        settings.api_database_url,
        settings.relay_database_url,
        settings.checks_database_url,
    )
    return any(address is not None for address in addresses)


def with_log_ins(settings: Settings, server: EmbeddedPostgres) -> Settings:
    """Fill in the embedded server's address for each of those who log in.

    They log in for real, over the socket, so that none of them can become the owner again.
    """
    return msgspec.structs.replace(
        settings,
        database_url=server.url(),
        api_database_url=server.url(user=roles.GATE),
        relay_database_url=server.url(user=roles.RELAY),
        checks_database_url=server.url(user=roles.CHECKS),
    )
