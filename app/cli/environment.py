"""What every command starts from: the settings, and a database that is there."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from app.cli.dev_token import stored_token
from app.embedded import EmbeddedPostgres
from app.settings import Settings


def settings_of_process() -> Settings:
    """Return the settings of this process's environment, checked."""
    return Settings.from_environ(os.environ)


@contextmanager
def with_database(settings: Settings) -> Iterator[Settings]:
    """Fill in the database's address; without DATABASE_URL, use the embedded server meanwhile.

    A server that another command has running is joined, and stays when this one is done.
    """
    if settings.database_url is not None:
        yield settings
        return
    with EmbeddedPostgres(settings.data_dir) as server:
        yield settings.with_database(server.url())


def with_stored_token(settings: Settings) -> Settings:
    """Fill in the development token that `hotelmate run` stored, when none is set and one is."""
    token = settings.dev_token or stored_token(settings.data_dir)
    return settings if token is None else settings.with_dev_token(token)
