"""The steps of the model as requests to the API and as plain SQL."""

from typing import Any

import psycopg

from bench.spine.race.sql_moves import SQL_MOVES
from bench.torture.writes import Write
from tests.hotel_builder import HotelBuilder

Request = tuple[str, str, dict[str, Any] | None]

_ACTIONS: dict[str, tuple[str, dict[str, Any] | None]] = {
    "pay": ("desk-payment", {"method": "CASH"}),
    "approve": ("approve", None),
    "decline": ("decline", {"reason": "full"}),
    "cancel": ("cancel", {"reason": "ill"}),
    "no_show": ("no-show", None),
    "unassign": ("unassign-room", None),
    "check_in": ("check-in", None),
    "check_out": ("check-out", None),
}
_MOVES = {"pay": "desk_payment"}
_PARTY = (
    "UPDATE hotelmate.room_booking SET adults = %(count)s, children = 0"
    " WHERE hotel_id = %(hotel)s AND id = %(booking)s",
    "UPDATE hotelmate.booking_guest SET is_staying = (role = 'PRIMARY'), age_group = 'ADULT'"
    " WHERE hotel_id = %(hotel)s AND booking_id = %(booking)s",
    "INSERT INTO hotelmate.booking_guest (hotel_id, booking_id, role, first_name, last_name)"
    " SELECT %(hotel)s, %(booking)s, 'COMPANION', 'Grace', n::text"
    " FROM generate_series(2, %(count)s) AS n",
)


def http_step(step: str, of_step: dict[str, Any]) -> Request:
    """Return the request that takes a step, below the hotel's address."""
    number = of_step.get("number")
    if step == "turn":
        return "POST", f"/rooms/{number}/turnover", {"to": of_step["to"]}
    if step == "flag":
        return "PATCH", f"/rooms/{number}", {of_step["flag"]: of_step["value"]}
    path = f"/bookings/{of_step['reference']}"
    if step == "assign":
        return "POST", f"{path}/assign-room", {"room_number": number}
    if step == "move":
        return "POST", f"{path}/move-room", {"room_number": number, "reason": "asked for"}
    if step == "party":
        guests = [{"first_name": "Ada", "last_name": str(n)} for n in range(of_step["count"])]
        party = {"guests": guests, "adults": of_step["count"], "children": 0}
        return "PUT", f"{path}/party", party
    action, body = _ACTIONS[step]
    return "POST", f"{path}/{action}", body


def sql_step(step: str, of_step: dict[str, Any], hotel: HotelBuilder) -> list[Write]:
    """Return the statements that take a step, as one transaction of a person at psql."""
    client = psycopg.ClientCursor(hotel.connection)
    parameters = {"hotel": hotel.hotel_id, **of_step, **_ids(hotel, of_step)}
    if step == "turn":
        statements: tuple[str, ...] = (_room("turnover_status = %(to)s"),)
    elif step == "flag":
        statements = (_room(f"{of_step['flag']} = %(value)s"),)
    elif step == "party":
        statements = _PARTY
    else:
        statements = SQL_MOVES[_MOVES.get(step, step)]
    return [Write(step, client.mogrify(statement, parameters)) for statement in statements]


def _room(change: str) -> str:
    return f"UPDATE hotelmate.room SET {change} WHERE hotel_id = %(hotel)s AND id = %(room)s"


def _ids(hotel: HotelBuilder, of_step: dict[str, Any]) -> dict[str, Any]:
    """Return the ids of the booking and the room that a step names."""
    return {
        "booking": hotel.value(
            "SELECT (SELECT id FROM hotelmate.room_booking"
            " WHERE hotel_id = %s AND booking_reference = %s)",
            hotel.hotel_id,
            of_step.get("reference"),
        ),
        "room": hotel.value(
            "SELECT (SELECT id FROM hotelmate.room WHERE hotel_id = %s AND room_number = %s)",
            hotel.hotel_id,
            of_step.get("number"),
        ),
    }
