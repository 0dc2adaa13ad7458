"""The tables that say who made a row and from where, and a plain write for each."""

import hashlib
import secrets
from collections.abc import Callable

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder

Write = Callable[[HotelBuilder], object]

AUDITED = ("room_status_event", "booking_event", "payment_entry", "payment_instruction")
# Where each table says who made a row.
RECORDING = {
    **dict.fromkeys(AUDITED, "actor"),
    "housekeeping_task": "created_by",
    "booking_token": "created_by",
}


def new_link(booking: int) -> dict[str, object]:
    return {
        "booking_id": booking,
        "purpose": "GUEST_CHAT",
        "token_hash": hashlib.sha256(secrets.token_bytes()).digest(),
        "expires_at": "2999-01-01T00:00Z",
    }


def new_rows(hotel: HotelBuilder) -> dict[str, dict[str, object]]:
    """Prepare the hotel; return a row for each table whose rows people write themselves."""
    booking, paid = hotel.booking(), hotel.booking()
    for kind in ("AUTHORISED", "CAPTURED"):
        hotel.pay_by_stripe(paid, kind, 20000)
    refund = {"kind": "REFUND", "amount": 1, "payment_id": hotel.payment(paid)}
    desk = {"kind": "AUTHORISED", "amount": 20000, "provider": "desk", "method": "CASH"}
    return {
        "payment_entry": {"booking_id": booking, **desk},
        "payment_instruction": {"booking_id": paid, **refund},
        "housekeeping_task": {"room_id": hotel.room(), "task_type": "STAYOVER"},
        "booking_token": new_link(booking),
    }


def writes(hotel: HotelBuilder) -> dict[str, Write]:
    """Prepare the hotel; return a plain write for each table that records who made it."""
    room = hotel.room(turnover_status="CHECKOUT_DIRTY")
    booking = hotel.booking()

    def write(table: str, row: dict[str, object]) -> Write:
        # Nothing is returned: whoever writes a row may not read all of it.
        columns = {"hotel_id": hotel.hotel_id, **row}
        query = (
            f"INSERT INTO hotelmate.{table} ({', '.join(columns)})"
            f" VALUES ({', '.join(['%s'] * len(columns))})"
        )
        return lambda by: by.run(query, *columns.values())

    return {
        "room_status_event": lambda by: by.update("room", room, maintenance_required=True),
        "booking_event": lambda by: by.update("room_booking", booking, special_requests="cot"),
        **{table: write(table, row) for table, row in new_rows(hotel).items()},
    }


def assert_refused(invariant: str, table: str, write: Write, by: HotelBuilder) -> None:
    """Several tables share the invariant's name, so the table is asserted with it."""
    with pytest.raises(psycopg.errors.IntegrityError) as caught:
        write(by)
    assert (caught.value.diag.constraint_name, caught.value.diag.table_name) == (invariant, table)


def recorded(hotel: HotelBuilder, table: str, column: str) -> object:
    """Return what the newest row of the hotel in a table says."""
    return hotel.value(
        f"SELECT {column} FROM hotelmate.{table} WHERE hotel_id = %s"
        " ORDER BY created_at DESC LIMIT 1",
        hotel.hotel_id,
    )
