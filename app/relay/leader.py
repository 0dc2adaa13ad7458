"""One relay at a time: a session lock that ends with the connection that holds it."""

from app.relay.outbox import Connection

LOCK = "hotelmate.relay"


def lead(connection: Connection) -> bool:
    """Return whether this connection is now the leader's; it stays so until it closes.

    Asks and does not wait: a waiting statement would hold a snapshot, and with it back the vacuum
    of the whole database, for as long as the leader lives.
    """
    row = connection.execute(
        "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", (LOCK,)
    ).fetchone()
    return row is not None and bool(row[0])
