"""The relay's side of the outbox table: read what is undelivered, mark what became of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import class_row

Connection = psycopg.Connection[Any]

BATCH = 500

# An event that becomes visible late (its transaction took long) has a lower id than some that left
# already. There is no cursor that could have passed it: whatever is undelivered is read again.
UNDELIVERED = """
SELECT hotel_id, id, event_id, channels, category, event_type, payload, scope, hotel_slug,
    occurred_at, attempts
FROM hotelmate.outbox_event
WHERE delivered_at IS NULL
ORDER BY id
LIMIT %s
"""
DELIVERED = """
UPDATE hotelmate.outbox_event
SET delivered_at = clock_timestamp(), attempts = attempts + 1, last_error = NULL
WHERE hotel_id = %s AND id = %s AND delivered_at IS NULL
"""
FAILED = """
UPDATE hotelmate.outbox_event
SET attempts = attempts + 1, last_error = %s
WHERE hotel_id = %s AND id = %s AND delivered_at IS NULL
"""
LONGEST_ERROR = 500


@dataclass(frozen=True, slots=True)
class OutboxEvent:
    """One undelivered row of hotelmate.outbox_event, by the names of its columns.

    Attributes:
        channels: where it goes, 1 to 100.
        scope: what it is about: booking_id or room_number, and the version it reports.
        attempts: how often delivery was tried before.
    """

    hotel_id: int
    id: int
    event_id: UUID
    channels: list[str]
    category: str
    event_type: str
    payload: dict[str, Any]
    scope: dict[str, Any]
    hotel_slug: str
    occurred_at: datetime
    attempts: int

    @property
    def key(self) -> tuple[int, int]:
        """The primary key."""
        return self.hotel_id, self.id


def undelivered(connection: Connection) -> list[OutboxEvent]:
    """Return the oldest undelivered events, at most BATCH, in the order in which they leave."""
    with connection.cursor(row_factory=class_row(OutboxEvent)) as cursor:
        return cursor.execute(UNDELIVERED, (BATCH,)).fetchall()


def mark_delivered(connection: Connection, event: OutboxEvent) -> None:
    """Take an event off the list: whoever publishes acknowledged it."""
    connection.execute(DELIVERED, event.key)


def mark_failed(connection: Connection, event: OutboxEvent, error: Exception) -> None:
    """Count a failed attempt and keep its error, shortened."""
    connection.execute(FAILED, (str(error)[:LONGEST_ERROR], *event.key))
