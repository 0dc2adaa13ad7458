"""Bookings of a hotel of the proof, many at once."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.hotel_builder import HotelBuilder

TOTAL_AMOUNT = 20000

_BOOK = """\
INSERT INTO hotelmate.room_booking
    (hotel_id, room_type_id, check_in, check_out, adults, total_amount, special_requests, language,
     booker_first_name, booker_last_name, booker_email, booker_phone)
SELECT %(hotel)s, %(room_type)s, %(check_in)s, %(check_out)s, 2, %(amount)s,
    %(mark)s || ' quiet room', 'en', %(mark)s, 'Booker', %(mark)s || n || '@example.org',
    '+1 ' || %(mark)s
FROM generate_series(1, %(count)s) AS n
RETURNING id
"""
_NAME_GUESTS = """\
INSERT INTO hotelmate.booking_guest
    (hotel_id, booking_id, role, first_name, last_name, email, phone)
SELECT %(hotel)s, booking, member.role, %(mark)s || ' ' || member.name, %(mark)s,
    %(mark)s || booking || '.' || member.name || '@example.org', '+1 ' || %(mark)s
FROM unnest(%(bookings)s::bigint[]) AS booking
CROSS JOIN (VALUES ('PRIMARY', 'Ada'), ('COMPANION', 'Charles')) AS member (role, name)
ORDER BY booking
"""
_AUTHORISE = """\
INSERT INTO hotelmate.payment_entry (hotel_id, booking_id, kind, amount, provider, method)
SELECT hotel_id, id, 'AUTHORISED', total_amount, 'desk', 'CASH'
FROM hotelmate.room_booking WHERE hotel_id = %(hotel)s AND id = ANY (%(bookings)s) ORDER BY id
"""
_SET_STATUS = """\
UPDATE hotelmate.room_booking SET status = %(status)s
WHERE hotel_id = %(hotel)s AND id = ANY (%(bookings)s)
"""
_GUESTS_OF = """\
SELECT booking_id, array_agg(id ORDER BY role DESC, id) FROM hotelmate.booking_guest
WHERE hotel_id = %(hotel)s AND booking_id = ANY (%(bookings)s)
GROUP BY booking_id ORDER BY booking_id
"""


@dataclass(frozen=True, slots=True)
class Booking:
    """A confirmed booking for two: its id, and those of its primary guest and the companion."""

    booking_id: int
    guest_ids: tuple[int, ...]


def book(
    hotel: HotelBuilder, count: int, check_in: date, check_out: date, mark: str = "Guest"
) -> list[int]:
    """Book for two, so many times; every text about a guest begins with the mark."""
    parameters: dict[str, Any] = {
        "hotel": hotel.hotel_id,
        "room_type": hotel.double,
        "check_in": check_in,
        "check_out": check_out,
        "amount": TOTAL_AMOUNT,
        "mark": mark,
        "count": count,
    }
    with hotel.connection.transaction():
        made = [row[0] for row in hotel.connection.execute(_BOOK, parameters)]
        hotel.connection.execute(_NAME_GUESTS, {**parameters, "bookings": made})
    return made


def authorise(hotel: HotelBuilder, bookings: list[int]) -> None:
    """Record that they are paid at the desk."""
    hotel.connection.execute(_AUTHORISE, {"hotel": hotel.hotel_id, "bookings": bookings})


def set_status(hotel: HotelBuilder, bookings: list[int], status: str) -> None:
    """Take all of them to a status."""
    hotel.connection.execute(
        _SET_STATUS, {"hotel": hotel.hotel_id, "bookings": bookings, "status": status}
    )


def confirmed(
    hotel: HotelBuilder, count: int, check_in: date, check_out: date, mark: str = "Guest"
) -> list[Booking]:
    """Make so many confirmed bookings for two."""
    made = book(hotel, count, check_in, check_out, mark)
    authorise(hotel, made)
    set_status(hotel, made, "CONFIRMED")
    found = hotel.connection.execute(_GUESTS_OF, {"hotel": hotel.hotel_id, "bookings": made})
    return [Booking(booking_id, tuple(guest_ids)) for booking_id, guest_ids in found]
