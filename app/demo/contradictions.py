"""The ten contradictions: five illegal combinations (D) and five invariants (F), as data.

The names in braces are those of the scene: bookings in certain states, and rooms.
"""

from app.demo.attempts import GENERATED_COLUMN, Call, Consequence, Contradiction, Race, Statement

_ROOM = "hotel_id = {{hotel}} AND room_number = {{{room}}}"
_ID_OF_ROOM = (
    "(SELECT id FROM hotelmate.room WHERE hotel_id = {{hotel}} AND room_number = {{{room}}})"
)
_ID_OF_BOOKING = (
    "(SELECT id FROM hotelmate.room_booking"
    " WHERE hotel_id = {{hotel}} AND booking_reference = {{{booking}}})"
)


def _update_room(facts: str, room: str) -> str:
    return f"UPDATE hotelmate.room SET {facts} WHERE {_ROOM.format(room=room)}"


def booking_is(booking: str) -> str:
    """Return the condition that a row of room_booking is a booking of the scene."""
    return f"hotel_id = {{hotel}} AND booking_reference = {{{booking}}}"


def update_booking(facts: str, booking: str) -> str:
    """Return an UPDATE of a booking of the scene."""
    return f"UPDATE hotelmate.room_booking SET {facts} WHERE {booking_is(booking)}"


def _assign(room: str) -> str:
    return f"assigned_room_id = {_ID_OF_ROOM.format(room=room)}"


CONTRADICTIONS: tuple[Contradiction, ...] = (
    Contradiction(
        "D.1",
        "Guest in house, room READY",
        http=(
            Call(
                "A manager overrides the turnover of an occupied room",
                "POST /rooms/{occupied_room}/turnover",
                "room_ready_is_vacant",
                {"to": "READY_FOR_GUEST", "reason": "needed for the next arrival"},
            ),
        ),
        sql=(
            Statement(
                "The room's status is written over",
                _update_room("room_status = 'READY_FOR_GUEST'", "occupied_room"),
                GENERATED_COLUMN,
            ),
        ),
    ),
    Contradiction(
        "D.2",
        "Room vacant, its guest in house",
        http=(
            Call(
                "The room is taken from a guest who is in it",
                "POST /bookings/{in_house}/unassign-room",
                "booking_check_in_needs_room",
            ),
        ),
        sql=(
            Statement(
                "The flag is cleared",
                _update_room("is_occupied = false", "occupied_room"),
                GENERATED_COLUMN,
            ),
            Statement(
                "What the flag is computed from is cleared",
                _update_room("in_house_booking_id = NULL", "occupied_room"),
                "booking_in_house_occupies_room",
            ),
        ),
    ),
    Contradiction(
        "D.3",
        "Housekeeping READY, room occupied",
        http=(
            Consequence(
                "Housekeeping cleans during the stay, which is fine",
                "POST /rooms/{occupied_room}/turnover",
                {"turnover_status": "CLEANING_IN_PROGRESS", "room_status": "OCCUPIED"},
                {"to": "CLEANING_IN_PROGRESS"},
            ),
            Consequence(
                "and is done",
                "POST /rooms/{occupied_room}/turnover",
                {"turnover_status": "CLEANED_UNINSPECTED", "room_status": "OCCUPIED"},
                {"to": "CLEANED_UNINSPECTED"},
            ),
            Call(
                "but the inspection cannot hand out a room with a guest in it",
                "POST /rooms/{occupied_room}/turnover",
                "room_ready_is_vacant",
                {"to": "READY_FOR_GUEST"},
            ),
        ),
        sql=(
            Statement(
                "The turnover is written over",
                _update_room("turnover_status = 'READY_FOR_GUEST'", "occupied_room"),
                "room_ready_is_vacant",
            ),
        ),
    ),
    Contradiction(
        "D.4",
        "Booking cancelled, room still held",
        http=(
            Consequence(
                "Cancelling a booking frees its room by itself",
                "POST /bookings/{called_off}/cancel",
                {"status": "CANCELLED", "room_number": None, "occupancy": "AVAILABLE"},
                {"reason": "guest fell ill"},
            ),
            Call(
                "The cancelled booking gets a room again",
                "POST /bookings/{called_off}/assign-room",
                "booking_final_is_frozen",
                {"room_number": "{contested_room}"},
            ),
            Call(
                "A booking is cancelled while its guest is in the room",
                "POST /bookings/{in_house}/cancel",
                "booking_closed_never_in_house",
                {"reason": "wrong button"},
            ),
        ),
        sql=(
            Statement(
                "The cancelled booking gets a room again",
                update_booking(_assign("contested_room"), "called_off"),
                "booking_final_is_frozen",
            ),
            Statement(
                "A booking is cancelled while its guest is in the room",
                update_booking("status = 'CANCELLED'", "in_house"),
                "booking_closed_never_in_house",
            ),
        ),
    ),
    Contradiction(
        "D.5",
        "Two stays in one room",
        http=(
            Call(
                "A second booking is given the room of a guest in house",
                "POST /bookings/{free}/assign-room",
                "room_single_active_assignment",
                {"room_number": "{occupied_room}"},
            ),
        ),
        sql=(
            Statement(
                "A second guest is checked in to it, all in one statement",
                update_booking(f"{_assign('occupied_room')}, checked_in_at = now()", "free"),
                "room_single_active_assignment",
            ),
        ),
    ),
    Contradiction(
        "F.1",
        "One active assignment a room",
        http=(
            Call(
                "A room that waits for its guest is given to another",
                "POST /bookings/{free}/assign-room",
                "room_single_active_assignment",
                {"room_number": "{awaited_room}"},
            ),
            Race(
                "Two clerks give one room to two bookings at the same moment",
                ("POST /bookings/{free}/assign-room", "POST /bookings/{free_too}/assign-room"),
                "room_single_active_assignment",
                "POST /bookings/{winner}/unassign-room",
                {"room_number": "{contested_room}"},
            ),
        ),
        sql=(
            Statement(
                "A room that waits for its guest is given to another",
                update_booking(_assign("awaited_room"), "free"),
                "room_single_active_assignment",
            ),
        ),
    ),
    Contradiction(
        "F.2",
        "Occupied means somebody is in house",
        http=(
            Call(
                "A guest is checked in to no room at all",
                "POST /bookings/{free}/check-in",
                "booking_check_in_needs_room",
            ),
            Call(
                "A room is closed with its guest in it",
                "PATCH /rooms/{occupied_room}",
                "room_out_of_service_is_vacant",
                {"is_out_of_order": True},
            ),
        ),
        sql=(
            Statement(
                "A room is declared occupied by a booking that is not in it",
                _update_room(
                    f"in_house_booking_id = {_ID_OF_BOOKING.format(booking='free')}", "dirty_room"
                ),
                "room_occupied_by_in_house_booking",
            ),
        ),
    ),
    Contradiction(
        "F.3",
        "Only a ready room is assigned",
        http=(
            Call(
                "A dirty room is assigned",
                "POST /bookings/{free}/assign-room",
                "booking_waits_for_ready_room",
                {"room_number": "{dirty_room}"},
            ),
            Call(
                "A room that waits for its guest is put out of order",
                "PATCH /rooms/{awaited_room}",
                "booking_waits_for_ready_room",
                {"is_out_of_order": True},
            ),
        ),
        sql=(
            Statement(
                "A dirty room is assigned",
                update_booking(_assign("dirty_room"), "free"),
                "booking_waits_for_ready_room",
            ),
            Statement(
                "A room that waits for its guest is made dirty",
                _update_room("turnover_status = 'CHECKOUT_DIRTY'", "awaited_room"),
                "booking_waits_for_ready_room",
            ),
        ),
    ),
    Contradiction(
        "F.4",
        "CONFIRMED means paid",
        http=(
            Call(
                "A booking is approved that nobody paid",
                "POST /bookings/{draft}/approve",
                "booking_legal_transition",
            ),
            Call(
                "A booking is paid a second time",
                "POST /bookings/{free}/desk-payment",
                "desk_payment_needs_pending_payment",
                {"method": "CASH"},
            ),
        ),
        sql=(
            Statement(
                "A booking is confirmed that nobody paid",
                update_booking("status = 'CONFIRMED'", "draft"),
                "booking_legal_transition",
            ),
            Statement(
                "The price of a confirmed booking is raised beyond what was paid",
                update_booking("total_amount = total_amount * 2", "free"),
                "booking_price_is_approved",
            ),
            Statement(
                "The payment of a confirmed booking is erased",
                update_booking("paid_at = NULL", "free"),
                "booking_stamps_are_final",
            ),
        ),
    ),
    Contradiction(
        "F.5",
        "A room needs a complete party",
        http=(
            Call(
                "A room is assigned while a guest has no name",
                "POST /bookings/{incomplete}/assign-room",
                "booking_room_needs_complete_party",
                {"room_number": "{contested_room}"},
            ),
            Call(
                "A guest is struck off while the room waits",
                "PUT /bookings/{waiting}/party",
                "booking_room_needs_complete_party",
                {"guests": [{"first_name": "Maeve", "last_name": "Doyle"}]},
            ),
        ),
        sql=(
            Statement(
                "A room is assigned while a guest has no name",
                update_booking(_assign("contested_room"), "incomplete"),
                "booking_room_needs_complete_party",
            ),
            Statement(
                "A guest is struck off while the room waits",
                "DELETE FROM hotelmate.booking_guest WHERE hotel_id = {hotel}"
                f" AND booking_id = {_ID_OF_BOOKING.format(booking='waiting')}"
                " AND role = 'COMPANION'",
                "booking_room_needs_complete_party",
            ),
        ),
    ),
)
