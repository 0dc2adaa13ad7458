"""What was really committed: a copy of each event, written by the transaction that it reports.

The copy is of the outbox row as its writer wrote it, and neither numbering nor relay know of it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import class_row

KEEP_COPIES = """
CREATE SCHEMA proof;
CREATE TABLE proof.event (
    LIKE hotelmate.outbox_event, transaction xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX ON proof.event (transaction);
CREATE FUNCTION proof.copy_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO proof.event SELECT NEW.*;
    RETURN NULL;
END
$$;
CREATE TRIGGER copy_event AFTER INSERT ON hotelmate.outbox_event
FOR EACH ROW EXECUTE FUNCTION proof.copy_event();
"""
# Of the transaction that asks, also where savepoints gave parts of it other numbers.
OF_THIS_TRANSACTION = """
SELECT event_id::text FROM proof.event WHERE transaction = pg_current_xact_id()
"""
EVENTS = """
SELECT
    event.event_id::text, event.id AS written, hotel.slug, event.channels, event.category,
    event.event_type, event.payload, event.scope, event.occurred_at,
    event.request_id
FROM proof.event JOIN hotelmate.hotel USING (hotel_id)
"""
# The audit trail is written by other triggers: every version in it is to have been reported.
VERSIONS = """
SELECT hotel.slug, 'room_id' AS kind, room.id::text AS name, trail.version
FROM hotelmate.room_status_event AS trail
JOIN hotelmate.room ON room.hotel_id = trail.hotel_id AND room.id = trail.room_id
JOIN hotelmate.hotel ON hotel.hotel_id = trail.hotel_id
UNION ALL
SELECT hotel.slug, 'booking_id', booking.booking_reference, trail.version
FROM hotelmate.booking_event AS trail
JOIN hotelmate.room_booking AS booking
    ON booking.hotel_id = trail.hotel_id AND booking.id = trail.booking_id
JOIN hotelmate.hotel ON hotel.hotel_id = trail.hotel_id
"""

Version = tuple[str, str, str, int]


@dataclass(frozen=True, slots=True)
class Event:
    """An event that was committed.

    Attributes:
        written: grows in the order in which transactions wrote, which is that of the commits only
            where they waited for each other, as for a room, a booking or a task.
    """

    event_id: str
    written: int
    slug: str
    channels: list[str]
    category: str
    event_type: str
    payload: dict[str, Any]
    scope: dict[str, Any]
    occurred_at: datetime
    request_id: str | None

    @property
    def subject(self) -> tuple[str, str] | None:
        """What it is about: one booking, task or room; None for what is none of them."""
        for kind in ("booking_id", "task_id", "room_id"):
            if kind in self.scope:
                return kind, str(self.scope[kind])
        return None


def keep_copies(connection: psycopg.Connection[Any]) -> None:
    """Keep a copy of each event from now on; on an empty database, by the owner."""
    connection.execute(KEEP_COPIES)


def events(connection: psycopg.Connection[Any]) -> list[Event]:
    """Return all events that were committed."""
    with connection.cursor(row_factory=class_row(Event)) as cursor:
        return cursor.execute(EVENTS).fetchall()


def versions(connection: psycopg.Connection[Any]) -> set[Version]:
    """Return every version of a room or booking: hotel, kind, name and number."""
    return {tuple(row) for row in connection.execute(VERSIONS).fetchall()}
