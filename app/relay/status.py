"""How the relay does, in lines for an operator."""

from typing import Any, NamedTuple

import psycopg
from psycopg.rows import class_row

from app.queries.relay import STATUS


class Status(NamedTuple):
    """The row of app.queries.relay.STATUS, by the names of its columns."""

    leader_pid: int | None
    backlog: int
    oldest_seconds: float
    delivered: int
    retried: int
    dead: int
    dead_letters: int
    seconds_sum: float
    seconds_buckets: list[int]
    paused_until: Any
    last_error: str | None
    last_error_at: Any


def read(connection: psycopg.Connection[Any]) -> Status:
    """Return how the relay of a database does."""
    connection.execute("SET timezone = 'UTC'")
    with connection.cursor(row_factory=class_row(Status)) as cursor:
        row = cursor.execute(STATUS).fetchone()
    assert row is not None, "hotelmate.relay_statistics has one row"
    return row


def shown(connection: psycopg.Connection[Any], limit_seconds: int) -> tuple[list[str], bool]:
    """Return the lines to show, and whether all is well.

    Args:
        limit_seconds: how long an event may wait; 0: for ever.
    """
    status = read(connection)
    leading = f"server process {status.leader_pid}" if status.leader_pid else "nobody"
    mean = status.seconds_sum / status.delivered if status.delivered else 0.0
    lines = [
        f"leading        {leading}",
        f"backlog        {status.backlog} events, the oldest {status.oldest_seconds:.1f} s old",
        f"delivered      {status.delivered} messages, {mean:.3f} s after the event on average",
        f"retried        {status.retried}",
        f"dead letters   {status.dead_letters}, {status.dead} since the beginning",
    ]
    if status.paused_until:
        lines.append(f"paused until   {status.paused_until:%Y-%m-%d %H:%M:%S} UTC")
    if status.last_error:
        lines.append(
            f"last error     {status.last_error_at:%Y-%m-%d %H:%M:%S} UTC: {status.last_error}"
        )
    late = limit_seconds > 0 and status.oldest_seconds > limit_seconds
    return lines, status.leader_pid is not None and not late and status.dead_letters == 0
