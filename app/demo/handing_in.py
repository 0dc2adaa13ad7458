"""Pre-check-in that guests of the demo hotel have handed in."""

from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from app.demo import hotel_plan
from app.demo.acting import acting
from app.demo.precheckin_plan import BOOKING_ANSWERS, GUEST_ANSWERS

Connection = psycopg.Connection[Any]


def hand_in(connection: Connection, hotel_id: int) -> None:
    """Let those hand in what the form asks who have by the plan; one transaction.

    Not that of the seed: a form counts once it is published.
    """
    with connection.transaction():
        for stay in hotel_plan.STAYS:
            if stay.precheckin:
                _submit(connection, hotel_id, stay.guests[0])


def _submit(connection: Connection, hotel_id: int, primary: str) -> None:
    """Fill in what is asked, first each guest's own part, and hand it in."""
    row = connection.execute(
        "SELECT booking.id, booking.booking_reference FROM hotelmate.room_booking AS booking"
        " JOIN hotelmate.booking_guest AS guest ON guest.hotel_id = booking.hotel_id"
        "   AND guest.primary_of_booking_id = booking.id"
        " WHERE booking.hotel_id = %s AND concat_ws(' ', guest.first_name, guest.last_name) = %s",
        (hotel_id, primary),
    ).fetchone()
    assert row is not None
    booking, reference = row
    with acting(connection, f"guest:{reference}", "GUEST"):
        connection.execute(
            "UPDATE hotelmate.booking_guest SET precheckin_payload = %s"
            " WHERE hotel_id = %s AND booking_id = %s AND is_staying",
            (Jsonb(GUEST_ANSWERS), hotel_id, booking),
        )
        connection.execute(
            "UPDATE hotelmate.room_booking"
            " SET precheckin_payload = %s, precheckin_submitted_at = now()"
            " WHERE hotel_id = %s AND id = %s",
            (Jsonb(BOOKING_ANSWERS), hotel_id, booking),
        )
