"""Rows in every table that belongs to hotels: what is nowhere may as well be seen by everybody."""

from typing import Any

from psycopg import sql
from psycopg.types.json import Jsonb

from tests.walls.two_hotels import House

TABLES = """
SELECT relation.relname FROM pg_class AS relation
JOIN pg_attribute AS attribute ON attribute.attrelid = relation.oid
WHERE relation.relnamespace = 'hotelmate'::regnamespace AND relation.relkind IN ('r', 'p')
    AND attribute.attname = 'hotel_id' AND NOT attribute.attisdropped
ORDER BY relation.relname
"""
ARGON2 = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA"


def fill_every_table(house: House) -> None:
    """Add to a filled hotel a row of each table that has none yet, without the work of triggers."""
    connection = house.connection
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")
        for table, columns in _missing(house):
            if not _count(house, table):
                _insert(house, table, columns)


def empty_tables(house: House) -> list[str]:
    """Return the tables in which the hotel has no row."""
    return [name for (name,) in house.connection.execute(TABLES) if not _count(house, name)]


def _missing(house: House) -> list[tuple[str, dict[str, Any]]]:
    booking = house.value(
        "SELECT min(id) FROM hotelmate.room_booking WHERE hotel_id = %s", house.hotel_id
    )
    staff = house.staff_ids["MANAGER"]
    run = house.value(
        "INSERT INTO hotelmate.consistency_run (hotel_id, occasion) VALUES (%s, 'CHECK')"
        " RETURNING id",
        house.hotel_id,
    )
    tomorrow = house.value("SELECT now() + interval '1 day'")
    session = house.value("SELECT gen_random_uuid()")
    found = {"run_id": run, "check_file": "occupancy"}
    # A token of 32 bytes that is this hotel's.
    token = house.hotel_id.to_bytes(32, "big")
    return [
        ("staff_session", {"id": session, "staff_id": staff, "expires_at": tomorrow}),
        ("refresh_token", {"session_id": session, "token_hash": token}),
        ("staff_password", {"staff_id": staff, "password_hash": ARGON2}),
        (
            "access_event",
            {"kind": "LOGGED_IN", "staff_id": staff},
        ),
        (
            "idempotency_key",
            {
                "staff_id": staff,
                "key": "a-key",
                "request_hash": token,
                "status": 200,
                "headers": Jsonb({}),
                "body": b"",
            },
        ),
        (
            "booking_token",
            {
                "booking_id": booking,
                "purpose": "PRECHECKIN",
                "token_hash": token,
                "expires_at": tomorrow,
            },
        ),
        ("precheckin_form", {"version": 1}),
        (
            "precheckin_field",
            {
                "form_version": 1,
                "name": "document",
                "asked_of": "GUEST",
                "kind": "TEXT",
                "position": 1,
                "labels": Jsonb({"en": "Document"}),
            },
        ),
        ("guest_message", {"booking_id": booking, "kind": "BOOKING_CONFIRMED"}),
        (
            "outbox_event",
            {
                "channels": ["hotel"],
                "category": "booking",
                "event_type": "note_taken",
                "payload": Jsonb({}),
                "scope": Jsonb({}),
            },
        ),
        ("realtime_dead_letter", {"position": 1, "reason": "refused", "attempts": 1}),
        (
            "payment_session",
            {
                "booking_id": booking,
                "amount": 1,
                "currency": "EUR",
                "success_url": "https://hotel.example/a",
                "cancel_url": "https://hotel.example/b",
                "expires_at": tomorrow,
            },
        ),
        (
            "payment_instruction",
            {"booking_id": booking, "payment_id": 1, "kind": "CAPTURE", "amount": 1},
        ),
        ("consistency_count", {**found, "findings": 1}),
        (
            "consistency_finding",
            {**found, "number": 1, "check_name": "x", "subject": "x", "finding": "x", "mend": "x"},
        ),
    ]


def _count(house: House, table: str) -> int:
    query = sql.SQL("SELECT count(*) FROM {} WHERE hotel_id = %s").format(
        sql.Identifier("hotelmate", table)
    )
    row = house.connection.execute(query, (house.hotel_id,)).fetchone()
    assert row is not None
    return int(row[0])


def _insert(house: House, table: str, columns: dict[str, Any]) -> None:
    house.insert(table, **columns)
