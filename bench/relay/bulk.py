"""Events in great number, written by the function that every trigger calls; nothing else is.

What changes of rooms and bookings cost is not in question where these are used.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

from bench.proof.hotel import Hotel

EVENT_TYPE = "proof_event"
# As many events as one busy transaction of a hotel has.
A_TRANSACTION = 10
BOOKINGS = 200

# Of ten events of a hotel four are of rooms, three of the hotel, two of guests, and one is a task
# that a member of staff is told of as well. The payload is as long as a room's.
_WRITE = """
SELECT sum(cardinality(channels))
FROM (
    SELECT number, (%(hotels)s::bigint[])[1 + number %% %(count)s] AS hotel_id, CASE
        WHEN %(only_rooms)s OR number / %(count)s %% 10 < 4 THEN ARRAY['rooms']
        WHEN number / %(count)s %% 10 < 7 THEN ARRAY['hotel']
        WHEN number / %(count)s %% 10 < 9
            THEN ARRAY['guest.BK-2026-' || lpad((number / 10 %% %(bookings)s)::text, 6, '0')]
        ELSE ARRAY['hotel', 'staff.' || 1 + number / 10 %% 5]
    END AS channels
    FROM generate_series(%(first)s::integer, %(first)s + %(events)s - 1) AS number
) AS event
CROSS JOIN LATERAL hotelmate.publish(
    hotel_id, channels, 'rooms', 'proof_event',
    jsonb_build_object(
        'room_number', number::text, 'room_status', 'READY_FOR_GUEST',
        'turnover_status', 'READY_FOR_GUEST', 'is_occupied', false, 'is_assignable', true,
        'is_active', true, 'is_out_of_order', false, 'maintenance_required', false
    ),
    jsonb_build_object('room_id', number, 'room_number', number::text)
)
"""


@dataclass
class Bulk:
    """Writes events of some hotels in turn.

    Attributes:
        only_rooms: each hotel has one channel; else all that a hotel has.
        written: how many events were.
        messages: on how many channels they are, each counted.
    """

    connection: psycopg.Connection[Any]
    hotels: Sequence[Hotel]
    only_rooms: bool = False
    written: int = 0
    messages: int = 0

    def transaction(self, events: int = A_TRANSACTION) -> None:
        """Write so many in one transaction; the connection is in autocommit."""
        row = self.connection.execute(
            _WRITE,
            {
                "hotels": [hotel.hotel_id for hotel in self.hotels],
                "count": len(self.hotels),
                "only_rooms": self.only_rooms,
                "bookings": BOOKINGS,
                "first": self.written,
                "events": events,
            },
        ).fetchone()
        assert row is not None
        self.written += events
        self.messages += int(row[0])

    def at_rate(self, events: int, a_second: float) -> None:
        """Write so many, at a steady rate or as quick as it goes, if that is slower."""
        started, before = time.monotonic(), self.written
        while self.written - before < events:
            self.transaction()
            due = started + (self.written - before) / a_second
            time.sleep(max(0.0, due - time.monotonic()))

    def without_pause(
        self, seconds: float, delivered: Callable[[], int], most_waiting: int
    ) -> None:
        """Write so that there is always something to deliver, but no more than so many messages."""
        until, before = time.monotonic() + seconds, delivered() - self.messages
        while time.monotonic() < until:
            if self.messages - (delivered() - before) < most_waiting:
                for _ in range(20):
                    self.transaction()
            else:
                time.sleep(0.01)
