"""Make the demo hotel in an empty database, by the same plain facts that any client writes.

Nothing is put into a state: every room and booking walks there by legal steps, so the audit trail
and the events tell a story that could have happened.
"""

from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from app.demo import hotel_plan as plan
from app.demo import precheckin_plan
from app.demo.acting import acting
from app.demo.seed_bookings import BookingSeeder
from app.demo.seed_rooms import RoomSeeder

Connection = psycopg.Connection[Any]


def seed_demo(connection: Connection, *, with_stays_by_card: bool = False) -> int | None:
    """Make the demo hotel, unless the database has a hotel already; one transaction.

    Args:
        connection: of the schema's owner; autocommit or not, outside or inside a transaction.
        with_stays_by_card: also bookings whose price Stripe is made up to hold. Not where there is
            an account at Stripe, which knows nothing of them: a decision about one would be sent
            there for ever, and reconciliation would find it missing.

    Returns:
        The id of the hotel; None where there was one already.
    """
    with connection.transaction():
        # Two commands may start on one empty database: the second waits, and finds a hotel.
        connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('hotelmate.demo', 0))")
        if connection.execute("SELECT FROM hotelmate.hotel LIMIT 1").fetchone() is not None:
            return None
        with acting(connection, "system:demo", "SYSTEM"):
            hotel_id = _open_hotel(connection)
            staff = _hire_staff(connection, hotel_id)
            _name_room_types(connection, hotel_id)
            _set_cancellation_terms(connection, hotel_id)
            _publish_precheckin_form(connection, hotel_id)
        rooms = RoomSeeder(connection, hotel_id, staff)
        rooms.build()
        bookings = BookingSeeder(connection, hotel_id, staff)
        bookings.book(plan.STAYS)
        if with_stays_by_card:
            bookings.book(plan.STAYS_BY_CARD)
        rooms.turn_over()
    return hotel_id


def _open_hotel(connection: Connection) -> int:
    row = connection.execute(
        "WITH entry AS ("
        "  INSERT INTO hotelmate.hotel_directory (slug) VALUES (%(slug)s) RETURNING hotel_id, slug"
        ") INSERT INTO hotelmate.hotel (hotel_id, slug, name, time_zone, currency,"
        "   brand_color, contact_email, contact_phone)"
        " SELECT hotel_id, slug, %(name)s, %(zone)s, %(currency)s, %(color)s, %(email)s, %(phone)s"
        " FROM entry RETURNING hotel_id",
        {
            "slug": plan.SLUG,
            "name": plan.NAME,
            "zone": plan.TIME_ZONE,
            "currency": plan.CURRENCY,
            "color": plan.BRAND_COLOR,
            "email": plan.CONTACT_EMAIL,
            "phone": plan.CONTACT_PHONE,
        },
    ).fetchone()
    assert row is not None
    return int(row[0])


def _hire_staff(connection: Connection, hotel_id: int) -> dict[str, int]:
    """Return the id of each member of staff by username."""
    staff = {}
    for username, name, role in plan.STAFF:
        row = connection.execute(
            "INSERT INTO hotelmate.staff (hotel_id, username, display_name, role)"
            " VALUES (%s, %s, %s, %s) RETURNING id",
            (hotel_id, username, name, role),
        ).fetchone()
        assert row is not None
        staff[username] = int(row[0])
    return staff


def _name_room_types(connection: Connection, hotel_id: int) -> None:
    for code, name, max_occupancy, nightly_rate in plan.ROOM_TYPES:
        connection.execute(
            "INSERT INTO hotelmate.room_type (hotel_id, code, name, max_occupancy, nightly_rate)"
            " VALUES (%s, %s, %s, %s, %s)",
            (hotel_id, code, name, max_occupancy, nightly_rate),
        )


def _set_cancellation_terms(connection: Connection, hotel_id: int) -> None:
    for days_before_arrival, refund_percent in plan.CANCELLATION_TERMS:
        connection.execute(
            "INSERT INTO hotelmate.cancellation_term"
            " (hotel_id, days_before_arrival, refund_percent) VALUES (%s, %s, %s)",
            (hotel_id, days_before_arrival, refund_percent),
        )


def _publish_precheckin_form(connection: Connection, hotel_id: int) -> None:
    """Publish what guests are asked before they come: a form and its fields belong together."""
    row = connection.execute(
        "INSERT INTO hotelmate.precheckin_form (hotel_id) VALUES (%s) RETURNING version",
        (hotel_id,),
    ).fetchone()
    assert row is not None
    for position, asked in enumerate(precheckin_plan.FORM, start=1):
        connection.execute(
            "INSERT INTO hotelmate.precheckin_field (hotel_id, form_version, name, asked_of, kind,"
            "   is_required, position, labels, choices, choice_labels, consent_texts)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            (
                hotel_id,
                row[0],
                asked.name,
                asked.asked_of,
                asked.kind,
                asked.is_required,
                position,
                Jsonb(asked.labels),
                list(asked.choices),
                Jsonb(asked.choices),
                asked.consent and Jsonb(asked.consent),
            ),
        )
