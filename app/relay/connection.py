"""The relay's connections to the database: direct ones, for a pooler would lose their locks."""

from typing import Any

import psycopg

Connection = psycopg.AsyncConnection[Any]

# An answer that does not come is an error, so that another relay can take over. What the database
# sets for others does not matter here. Plans are kept for
# the session: those that are made while nothing was ever sent must be good when much is waiting.
SESSION = """\
SET statement_timeout = '30s';
SET search_path = pg_catalog, pg_temp;
SET default_transaction_isolation = 'read committed';
SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off"""


async def connect(database_url: str) -> Connection:
    """Connect as a session that ends soon when the other side cannot be heard any more.

    Else the lock of a leader that lost its network would keep every other relay standing by.
    """
    connection = await psycopg.AsyncConnection.connect(
        database_url,
        autocommit=True,
        application_name="hotelmate-relay",
        connect_timeout=5,
        keepalives_idle=10,
        keepalives_interval=5,
        keepalives_count=3,
        tcp_user_timeout=25_000,
    )
    await connection.execute(SESSION)
    return connection
