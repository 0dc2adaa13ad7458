"""What the database says at the end about positions, and what it still has to do."""

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.rows import class_row

MESSAGES = """
SELECT
    hotel.slug, message.position, message.previous, message.channel,
    message.event_id::text, hotelmate.envelope(message, hotel.slug)::text AS text
FROM hotelmate.realtime_message AS message JOIN hotelmate.hotel USING (hotel_id)
ORDER BY hotel.slug, message.position
"""
LAST_POSITIONS = """
SELECT hotel.slug, stream.last_position
FROM hotelmate.realtime_stream AS stream JOIN hotelmate.hotel USING (hotel_id)
"""
LEFT = """
SELECT
    (SELECT count(*) FROM hotelmate.outbox_event)
    + (SELECT count(*) FROM hotelmate.realtime_channel WHERE delivered_position < last_position)
"""
DEAD = "SELECT count(*) FROM hotelmate.realtime_dead_letter"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A message as the database has it; `text` is its envelope."""

    slug: str
    position: int
    previous: int | None
    channel: str
    event_id: str
    text: str


def messages(connection: psycopg.Connection[Any]) -> list[Numbered]:
    """Return all messages; none is old enough to have been removed."""
    with connection.cursor(row_factory=class_row(Numbered)) as cursor:
        return cursor.execute(MESSAGES).fetchall()


def last_positions(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """Return the last position given in each hotel."""
    return dict(connection.execute(LAST_POSITIONS).fetchall())


def left(connection: psycopg.Connection[Any]) -> int:
    """Count the events in the outbox and the channels with something to deliver."""
    return _count(connection, LEFT)


def dead(connection: psycopg.Connection[Any]) -> int:
    """Count the dead letters."""
    return _count(connection, DEAD)


def _count(connection: psycopg.Connection[Any], query: str) -> int:
    row = connection.execute(query).fetchone()
    assert row is not None
    return int(row[0])
