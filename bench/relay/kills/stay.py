"""A whole stay, step by step: booked, paid, confirmed, given a room, in, out, and the cleaning."""

from dataclasses import dataclass, replace
from typing import Any

import psycopg

_BOOKING = "UPDATE hotelmate.room_booking SET {} WHERE hotel_id = %(hotel)s AND id = %(booking)s"
_ROOM = (
    "UPDATE hotelmate.room SET turnover_status = '{}'"
    " WHERE hotel_id = %(hotel)s AND id = %(room)s AND turnover_status = '{}'"
)
_BOOK = """
    WITH made AS (
        INSERT INTO hotelmate.room_booking (
            hotel_id, room_type_id, check_in, check_out, adults, total_amount
        )
        SELECT %(hotel)s, room_type_id, current_date, current_date + 2, 2, 24000
        FROM hotelmate.room WHERE hotel_id = %(hotel)s AND id = %(room)s
        RETURNING hotel_id, id
    ), party AS (
        INSERT INTO hotelmate.booking_guest (hotel_id, booking_id, role, first_name, last_name)
        SELECT hotel_id, id, CASE n WHEN 1 THEN 'PRIMARY' ELSE 'COMPANION' END, 'Guest', n::text
        FROM made, generate_series(1, 2) AS n
    )
    SELECT id FROM made
"""
_PAY = """
    INSERT INTO hotelmate.payment_entry (hotel_id, booking_id, kind, amount, provider, method)
    SELECT hotel_id, id, 'AUTHORISED', total_amount, 'desk', 'CASH' FROM hotelmate.room_booking
    WHERE hotel_id = %(hotel)s AND id = %(booking)s AND status = 'PENDING_PAYMENT'
"""
# Each says what it finds, so that doing it again changes nothing: after a crash nobody knows
# whether the last COMMIT was one.
STEPS = (
    _PAY,
    _BOOKING.format("status = 'CONFIRMED'") + " AND status = 'PENDING_APPROVAL'",
    _BOOKING.format("assigned_room_id = %(room)s") + " AND assigned_room_id IS NULL",
    _BOOKING.format("checked_in_at = clock_timestamp()") + " AND checked_in_at IS NULL",
    _BOOKING.format("checked_out_at = clock_timestamp()") + " AND checked_out_at IS NULL",
    _ROOM.format("CLEANING_IN_PROGRESS", "CHECKOUT_DIRTY"),
    _ROOM.format("CLEANED_UNINSPECTED", "CLEANING_IN_PROGRESS"),
    _ROOM.format("READY_FOR_GUEST", "CLEANED_UNINSPECTED"),
)


@dataclass(frozen=True, slots=True)
class Stay:
    """How far the stay is that one writer plays in one room.

    Attributes:
        booking: None before there is one.
        done: how many of STEPS were.
    """

    hotel: int
    room: int
    booking: int | None = None
    done: int = 0

    def go_on(self, connection: psycopg.Connection[Any]) -> "Stay":
        """Do the next step, and return the stay as it is when that is committed."""
        if self.booking is None:
            row = connection.execute(_BOOK, self._parameters).fetchone()
            assert row is not None
            return replace(self, booking=int(row[0]))
        if self.done == len(STEPS):
            return Stay(self.hotel, self.room).go_on(connection)
        connection.execute(STEPS[self.done], self._parameters)
        return replace(self, done=self.done + 1)

    @property
    def _parameters(self) -> dict[str, object]:
        return {"hotel": self.hotel, "room": self.room, "booking": self.booking}
