"""What may be done with bookings that have ended, tried and rolled back: before erasure and after.

Erasure takes personal data and nothing else, so each of these must come to the same end.
"""

from typing import Any

import psycopg

from bench.guests.past import Past

ALLOWED = "allowed"
_ATTEMPTS = {
    "refund in part": """\
INSERT INTO hotelmate.payment_entry
    (hotel_id, booking_id, payment_id, kind, amount, provider, method)
SELECT hotel_id, id, payment_id, 'REFUNDED', 100, 'desk', 'CASH'
FROM hotelmate.room_booking WHERE hotel_id = %(hotel)s AND id = %(booking)s
""",
    "take the payment back": """\
INSERT INTO hotelmate.payment_entry
    (hotel_id, booking_id, payment_id, kind, amount, provider, method)
SELECT hotel_id, id, payment_id, 'VOIDED', authorised_amount, 'desk', 'CASH'
FROM hotelmate.room_booking WHERE hotel_id = %(hotel)s AND id = %(booking)s
""",
    "clear special requests": """\
UPDATE hotelmate.room_booking SET special_requests = ''
WHERE hotel_id = %(hotel)s AND id = %(booking)s
""",
    "say who did not stay": """\
UPDATE hotelmate.booking_guest SET is_staying = false
WHERE hotel_id = %(hotel)s AND booking_id = %(booking)s AND role = 'COMPANION'
""",
    "clear a contact": """\
UPDATE hotelmate.booking_guest SET phone = NULL
WHERE hotel_id = %(hotel)s AND booking_id = %(booking)s
""",
    "remove the last guest": """\
DELETE FROM hotelmate.booking_guest
WHERE hotel_id = %(hotel)s AND booking_id = %(booking)s AND role = 'COMPANION'
""",
    "tidy the room": """\
UPDATE hotelmate.room SET turnover_status = 'CLEANING_IN_PROGRESS'
WHERE hotel_id = %(hotel)s AND id = (
    SELECT assigned_room_id FROM hotelmate.room_booking
    WHERE hotel_id = %(hotel)s AND id = %(booking)s
)
""",
}


def attempts(connection: psycopg.Connection[Any], past: Past) -> dict[str, str]:
    """Try each on one booking of every outcome; return how it ended: allowed, or by which rule."""
    ended = {}
    for outcome, bookings in past.overdue.items():
        for what, statement in _ATTEMPTS.items():
            ended[f"{what} ({outcome})"] = _end_of(
                connection, statement, {"hotel": past.hotel.hotel_id, "booking": bookings[0]}
            )
    return ended


def refused_since(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Return what was allowed before and is not now."""
    return [
        f"{what}: {after[what]}"
        for what, end in before.items()
        if end == ALLOWED and after[what] != ALLOWED
    ]


def _end_of(connection: psycopg.Connection[Any], statement: str, parameters: dict[str, int]) -> str:
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(statement.encode(), parameters)
            # Rules that are asked at the end are asked now.
            connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except psycopg.Error as refused:
        return refused.diag.constraint_name or type(refused).__name__
    return ALLOWED
