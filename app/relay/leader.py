"""One relay at a time: a session lock that ends with the connection that holds it."""

from app.relay.connection import Connection

# Also in app/queries/relay.py, which looks for who holds it.
LEAD = "SELECT pg_try_advisory_lock(715, 1)"
# The leader speaks every second. One that stopped in the middle (a frozen process, a host without
# memory) keeps its connection alive all the same, and would keep every other relay standing by.
SESSION = "SET idle_session_timeout = '15s'"


async def lead(connection: Connection) -> bool:
    """Return whether this connection is now the leader's; it stays so until it closes.

    Asks and does not wait: a waiting statement would hold a snapshot, and with it back the vacuum
    of the whole database, for as long as the leader lives.
    """
    row = await (await connection.execute(LEAD)).fetchone()
    leads = row is not None and bool(row[0])
    if leads:
        await connection.execute(SESSION)
    return leads
