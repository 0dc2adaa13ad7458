"""Who calls in the two databases, and which guests may arrive."""

from dataclasses import dataclass

import psycopg

from bench.proof.session import Caller

STAFF = """
INSERT INTO hotelmate.staff (hotel_id, username, display_name, role)
SELECT hotel.hotel_id, 'proof-' || lower(staff_role.name), 'Proof', staff_role.name
FROM hotelmate.hotel CROSS JOIN hotelmate.staff_role;
INSERT INTO hotelmate.staff_session (hotel_id, staff_id, expires_at)
SELECT hotel_id, id, now() + interval '1 day' FROM hotelmate.staff WHERE is_person;
ANALYZE;
"""
CALLERS = """
SELECT staff.hotel_id, hotel.slug, staff.id, staff.username, staff.role, session.id::text
FROM hotelmate.staff
INNER JOIN hotelmate.hotel USING (hotel_id)
INNER JOIN hotelmate.staff_session AS session
    ON session.hotel_id = staff.hotel_id AND session.staff_id = staff.id
WHERE staff.username LIKE 'proof-%'
"""
ARRIVALS = """
SELECT booking.hotel_id, booking.booking_reference
FROM hotelmate.room_booking AS booking
INNER JOIN hotelmate.hotel USING (hotel_id)
WHERE
    booking.waits_for_room_id IS NOT NULL
    AND booking.check_in = (now() AT TIME ZONE hotel.time_zone)::date
ORDER BY booking.id % 8, booking.hotel_id
"""


@dataclass(frozen=True, slots=True)
class People:
    """Who calls, by hotel and role, and who arrives: hotel and booking."""

    callers: dict[tuple[int, str], Caller]
    arrivals: list[tuple[int, str]]


def hire(url: str) -> None:
    """Give each hotel a member of staff of each role, and each person a session."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(STAFF)


def people(url: str) -> People:
    """Find who calls and who arrives."""
    with psycopg.connect(url, autocommit=True) as connection:
        found = [Caller(*row) for row in connection.execute(CALLERS)]
        return People(
            {(caller.hotel_id, caller.role): caller for caller in found},
            [(int(hotel), str(booking)) for hotel, booking in connection.execute(ARRIVALS)],
        )
