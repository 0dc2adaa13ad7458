"""A hotel full of confirmed bookings, each waiting in a room of its own."""

from typing import Any

import psycopg

# One party of two, one live link: check-in and check-out touch every table that a stay can touch.
SEED = """
INSERT INTO hotelmate.hotel_directory (hotel_id, slug) VALUES (1, 'cost');
INSERT INTO hotelmate.hotel (hotel_id, slug, name, time_zone, currency)
VALUES (1, 'cost', 'Cost House', 'Europe/Dublin', 'EUR');
INSERT INTO hotelmate.room_type (hotel_id, id, code, name, max_occupancy, nightly_rate)
VALUES (1, 1, 'DBL', 'Double', 2, 12000);
INSERT INTO hotelmate.room (hotel_id, id, room_number, room_type_id)
SELECT 1, n, n::text, 1 FROM generate_series(1, {stays}) AS n;
BEGIN;
INSERT INTO hotelmate.room_booking (
    hotel_id, id, room_type_id, check_in, check_out, adults, total_amount
)
SELECT 1, n, 1, today, today + 2, 2, 24000
FROM generate_series(1, {stays}) AS n,
    (SELECT (now() AT TIME ZONE time_zone)::date AS today FROM hotelmate.hotel) AS calendar;
INSERT INTO hotelmate.booking_guest (hotel_id, id, booking_id, role, first_name, last_name)
SELECT 1, 2 * n - 1 + k, n, CASE k WHEN 0 THEN 'PRIMARY' ELSE 'COMPANION' END, 'Ada', 'Lovelace'
FROM generate_series(1, {stays}) AS n, generate_series(0, 1) AS k;
COMMIT;
INSERT INTO hotelmate.payment_entry (hotel_id, booking_id, kind, amount, provider, method)
SELECT 1, id, 'AUTHORISED', 24000, 'desk', 'CASH' FROM hotelmate.room_booking ORDER BY id;
UPDATE hotelmate.room_booking SET status = 'CONFIRMED';
UPDATE hotelmate.room_booking SET assigned_room_id = id;
INSERT INTO hotelmate.booking_token (hotel_id, id, booking_id, purpose, token_hash, expires_at)
SELECT 1, id, id, 'PRECHECKIN', sha256(id::text::bytea), now() + INTERVAL '3 days'
FROM hotelmate.room_booking;
"""
HOTEL_ID = 1


def seed(connection: psycopg.Connection[Any], stays: int) -> None:
    """Make confirmed bookings of two guests in an empty database.

    Ids run from 1: booking n waits for room n, its guests are 2n - 1 and 2n, its link is n.
    """
    connection.execute(SEED.replace("{stays}", str(stays)))
    connection.execute("VACUUM ANALYZE")


def play(connection: psycopg.Connection[Any], booking_id: int) -> None:
    """Check one booking in and out."""
    for stamp in ("checked_in_at", "checked_out_at"):
        connection.execute(
            f"UPDATE hotelmate.room_booking SET {stamp} = now() WHERE hotel_id = %s AND id = %s",
            (HOTEL_ID, booking_id),
        )
    # So that the statistics of what comes next begin here.
    connection.execute("SELECT pg_stat_force_next_flush()")
