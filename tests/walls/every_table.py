"""Rows in every table that belongs to hotels: what is nowhere may as well be seen by everybody."""

from enum import Enum, auto
from typing import Any

from psycopg.types.json import Jsonb

from tests.walls.two_hotels import House

ARGON2 = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA"


class Own(Enum):
    """What a row takes from its hotel."""

    BOOKING = auto()
    STAFF = auto()
    SESSION = auto()
    RUN = auto()
    TOKEN = auto()
    TOMORROW = auto()


# What a filled hotel has no row of, and a row of it.
ROWS: dict[str, dict[str, object]] = {
    "staff_session": {"id": Own.SESSION, "staff_id": Own.STAFF, "expires_at": Own.TOMORROW},
    "refresh_token": {"session_id": Own.SESSION, "token_hash": Own.TOKEN},
    "staff_password": {"staff_id": Own.STAFF, "password_hash": ARGON2},
    "access_event": {"kind": "LOGGED_IN", "staff_id": Own.STAFF},
    "idempotency_key": {
        "staff_id": Own.STAFF,
        "key": "a-key",
        "request_hash": Own.TOKEN,
        "status": 200,
        "headers": Jsonb({}),
        "body": b"",
    },
    "booking_token": {
        "booking_id": Own.BOOKING,
        "purpose": "PRECHECKIN",
        "token_hash": Own.TOKEN,
        "expires_at": Own.TOMORROW,
    },
    "precheckin_form": {"version": 1},
    "precheckin_field": {
        "form_version": 1,
        "name": "document",
        "asked_of": "GUEST",
        "kind": "TEXT",
        "position": 1,
        "labels": Jsonb({"en": "Document"}),
    },
    "guest_message": {"booking_id": Own.BOOKING, "kind": "BOOKING_CONFIRMED"},
    "outbox_event": {
        "channels": ["hotel"],
        "category": "booking",
        "event_type": "note_taken",
        "payload": Jsonb({}),
        "scope": Jsonb({}),
    },
    "realtime_dead_letter": {"position": 1, "reason": "refused", "attempts": 1},
    "payment_session": {
        "booking_id": Own.BOOKING,
        "amount": 1,
        "currency": "EUR",
        "success_url": "https://hotel.example/a",
        "cancel_url": "https://hotel.example/b",
        "expires_at": Own.TOMORROW,
    },
    "payment_instruction": {
        "booking_id": Own.BOOKING,
        "payment_id": 1,
        "kind": "CAPTURE",
        "amount": 1,
    },
    "consistency_count": {"run_id": Own.RUN, "check_file": "occupancy", "findings": 1},
    "consistency_finding": {
        "run_id": Own.RUN,
        "check_file": "occupancy",
        "number": 1,
        "check_name": "x",
        "subject": "x",
        "finding": "x",
        "mend": "x",
    },
}


def fill_every_table(house: House) -> None:
    """Add to a filled hotel a row of each table that has none yet, without the work of triggers."""
    empty = empty_tables(house)
    with house.connection.transaction():
        house.connection.execute("SET LOCAL session_replication_role = replica")
        own = _own(house)
        for table, row in ROWS.items():
            if table in empty:
                columns = {
                    name: own[value] if isinstance(value, Own) else value
                    for name, value in row.items()
                }
                house.insert(table, **columns)


def empty_tables(house: House) -> list[str]:
    """Return the tables in which the hotel has no row."""
    return [table for table, count in house.counts().items() if not count]


def _own(house: House) -> dict[Own, Any]:
    """Return what rows of this hotel are made of; the run is one that is made here."""
    booking = "SELECT min(id) FROM hotelmate.room_booking WHERE hotel_id = %s"
    run = (
        "INSERT INTO hotelmate.consistency_run (hotel_id, occasion) VALUES (%s, 'CHECK')"
        " RETURNING id"
    )
    return {
        Own.BOOKING: house.value(booking, house.hotel_id),
        Own.STAFF: house.staff_ids["MANAGER"],
        Own.SESSION: house.value("SELECT gen_random_uuid()"),
        Own.RUN: house.value(run, house.hotel_id),
        # 32 bytes that are this hotel's.
        Own.TOKEN: house.hotel_id.to_bytes(32, "big"),
        Own.TOMORROW: house.value("SELECT now() + interval '1 day'"),
    }
