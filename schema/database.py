"""How schema tools reach a database: SQLAlchemy over psycopg, from a libpq connection string."""

import psycopg
from sqlalchemy import Connection, Engine, NullPool, create_engine
from sqlalchemy.exc import DBAPIError


def engine_for(database_url: str) -> Engine:
    """Return an engine for a libpq connection string.

    libpq itself reads the string, because SQLAlchemy's own parser knows less of it (several hosts,
    service files, `?options=`). READ COMMITTED is pinned: a migration that waited for the lock must
    see what the run before it committed, whatever the server's default is.
    """
    return create_engine(
        "postgresql+psycopg://",
        creator=lambda: psycopg.connect(database_url),
        isolation_level="READ COMMITTED",
        poolclass=NullPool,
    )


class ScriptError(RuntimeError):
    """The server refused a script; the text names the file, the line and the server's reason."""


def run_script(connection: Connection, script: str, name: str) -> None:
    """Send a script of any number of statements to the server, byte for byte.

    Both layers above the server would read the text for parameters: SQLAlchemy's text() takes the
    colon of `:name`, psycopg the percent sign of a RAISE. Without parameters neither looks.

    Args:
        connection: in a transaction of the caller's.
        script: the text of the file.
        name: what the file is called in an error.

    Raises:
        ScriptError: instead of SQLAlchemy's error, which would print the whole script.
    """
    try:
        connection.execution_options(no_parameters=True).exec_driver_sql(script)
    except DBAPIError as error:
        reason = error.orig
        if not isinstance(reason, psycopg.Error):
            raise
        position = reason.diag.statement_position
        line = f" line {script[: int(position)].count(chr(10)) + 1}" if position else ""
        raise ScriptError(f"{name}{line}: {reason}") from reason
