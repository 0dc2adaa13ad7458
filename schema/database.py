"""How schema tools reach a database: SQLAlchemy over psycopg, from a libpq connection string."""

import psycopg
from sqlalchemy import Connection, Engine, NullPool, create_engine


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


def run_script(connection: Connection, script: str) -> None:
    """Send a script of any number of statements to the server, byte for byte.

    Both layers above the server would read the text for parameters: SQLAlchemy's text() takes the
    colon of `:name`, psycopg the percent sign of a RAISE. Without parameters neither looks.
    """
    connection.execution_options(no_parameters=True).exec_driver_sql(script)
