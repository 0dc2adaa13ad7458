"""What a transition of a booking leaves behind: audit rows, ledger, stay records, events."""

from typing import Any, NamedTuple

from tests.hotel_builder import HotelBuilder
from tests.transitions.trail import Event

# Rooms before arrival, and who is in the party, are heard by those who work here only.
STAFF_ONLY = (
    "booking_room_assigned",
    "booking_room_reassigned",
    "booking_room_unassigned",
    "booking_party_updated",
    "booking_updated",
    "booking_corrected",
)


class BookingAuditRow(NamedTuple):
    """A row of booking_event."""

    version: int
    event_type: str
    from_status: str | None
    to_status: str
    from_room_id: int | None
    to_room_id: int | None
    actor: str
    changed_by: int | None
    source: str
    reason: str | None
    request_id: str | None


def booking_audit(hotel: HotelBuilder, booking: int, after: int = 0) -> list[BookingAuditRow]:
    """Return the audit trail of a booking after a version, oldest first."""
    rows = hotel.connection.execute(
        f"SELECT {', '.join(BookingAuditRow._fields)} FROM hotelmate.booking_event"
        " WHERE hotel_id = %s AND booking_id = %s AND version > %s ORDER BY version",
        (hotel.hotel_id, booking, after),
    ).fetchall()
    return [BookingAuditRow(*row) for row in rows]


def booking_events(
    hotel: HotelBuilder,
    booking: int,
    event_type: str,
    *,
    version: int | None = None,
    previous_room: int | None = None,
) -> list[Event]:
    """Return the events that report a booking as it is now: for staff and, of most, for its guest.

    Args:
        hotel: whose booking it is.
        booking: its id.
        event_type: what has happened.
        version: the version reported, by default the last.
        previous_room: the room that the booking had before, if another.
    """
    reference = hotel.read("room_booking", booking, "booking_reference")
    room = hotel.read("room_booking", booking, "assigned_room_id")
    payload = {
        "booking_id": reference,
        "status": hotel.read("room_booking", booking, "status"),
        "occupancy": hotel.read("room_booking", booking, "occupancy"),
        "check_in": hotel.read("room_booking", booking, "check_in").isoformat(),
        "check_out": hotel.read("room_booking", booking, "check_out").isoformat(),
        "party_complete": hotel.read("room_booking", booking, "party_complete"),
        "room_number": room and hotel.read("room", room, "room_number"),
        "previous_room_number": previous_room and hotel.read("room", previous_room, "room_number"),
    }
    version = version or hotel.read("room_booking", booking, "version")
    scope = {"booking_id": reference, "version": version}
    staff = Event("booking", event_type, ["hotel"], payload, scope)
    if event_type in STAFF_ONLY:
        return [staff]
    # A guest hears of the room only once they are in it.
    hidden = {"party_complete", "previous_room_number"}
    if hotel.read("room_booking", booking, "checked_in_at") is None:
        hidden.add("room_number")
    told = {field: said for field, said in payload.items() if field not in hidden}
    return [staff, Event("booking", event_type, [f"guest.{reference}"], told, scope)]


def rows_of(hotel: HotelBuilder, booking: int, table: str, *columns: str) -> list[tuple[Any, ...]]:
    """Return columns of a booking's rows in another table, in the order they were written."""
    order = {"payment_entry": "payment_id, seq", "room_move": "version"}.get(table, "id")
    return hotel.connection.execute(
        f"SELECT {', '.join(columns)} FROM hotelmate.{table}"
        f" WHERE hotel_id = %s AND booking_id = %s ORDER BY {order}".encode(),
        (hotel.hotel_id, booking),
    ).fetchall()


def columns_of(hotel: HotelBuilder, booking: int, *columns: str) -> tuple[Any, ...]:
    """Return columns of a booking."""
    return tuple(hotel.read("room_booking", booking, column) for column in columns)
