"""What tests of the relay read from the database, and how they wait."""

from typing import Any

import psycopg

Connection = psycopg.Connection[Any]


def value(connection: Connection, query: str, *parameters: object) -> Any:
    """Return the first column of the only row of a query."""
    (row,) = connection.execute(query, parameters).fetchall()
    return row[0]


def waiting(connection: Connection) -> int:
    """Count what is not delivered: events without a number, and channels that are behind."""
    return int(
        value(
            connection,
            "SELECT (SELECT count(*) FROM hotelmate.outbox_event)"
            " + (SELECT count(*) FROM hotelmate.realtime_channel"
            " WHERE delivered_position < last_position)",
        )
    )


def numbered_ids(connection: Connection, channel: str | None = None) -> list[str]:
    """Return the event ids of all messages, by hotel and position, of one channel or of all."""
    rows = connection.execute(
        "SELECT event_id::text FROM hotelmate.realtime_message"
        " WHERE %s::text IS NULL OR channel = %s ORDER BY hotel_id, position",
        (channel, channel),
    ).fetchall()
    return [row[0] for row in rows]


def firsts(ids: list[str]) -> list[str]:
    """Return each id once, where it first came."""
    return list(dict.fromkeys(ids))


def leaders(connection: Connection) -> list[int]:
    """Return the server processes that lead: one, or none."""
    rows = connection.execute(
        "SELECT lock.pid FROM pg_locks AS lock JOIN pg_database AS db ON db.oid = lock.database"
        " WHERE lock.locktype = 'advisory' AND lock.granted AND db.datname = current_database()"
        " AND (lock.classid, lock.objid) = (715, 1)"
    ).fetchall()
    return [row[0] for row in rows]
