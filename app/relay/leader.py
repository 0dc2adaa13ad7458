"""One relay at a time: a session lock that ends with the connection that holds it."""

from app.relay.connection import Connection

# Also in app/queries/relay.py, which looks for who holds it.
LEAD = "SELECT pg_try_advisory_lock(715, 1)"


async def lead(connection: Connection) -> bool:
    """Return whether this connection is now the leader's; it stays so until it closes.

    Asks and does not wait: a waiting statement would hold a snapshot, and with it back the vacuum
    of the whole database, for as long as the leader lives.
    """
    row = await (await connection.execute(LEAD)).fetchone()
    return row is not None and bool(row[0])
