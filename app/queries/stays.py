"""The stay: a room is assigned, the guest checks in, moves and checks out. Each is one UPDATE."""

from app.database import Write
from app.queries.bookings import BOOKING, THIS_BOOKING

_CHANGE = "UPDATE hotelmate.room_booking AS booking SET {facts}" + (
    f" WHERE {THIS_BOOKING} RETURNING {BOOKING}"
)
_ENTER_ROOM = (
    "UPDATE hotelmate.room_booking AS booking SET assigned_room_id = wanted.id"
    " FROM hotelmate.room AS wanted"
    f" WHERE {THIS_BOOKING}"
    " AND wanted.hotel_id = %(hotel_id)s AND wanted.room_number = %(room_number)s"
)

ASSIGN_ROOM = Write(f"{_ENTER_ROOM} RETURNING {BOOKING}")
UNASSIGN_ROOM = Write(_CHANGE.format(facts="assigned_room_id = NULL"))
CHECK_IN = Write(_CHANGE.format(facts="checked_in_at = now()"))
CHECK_OUT = Write(_CHANGE.format(facts="checked_out_at = now()"))
# The same fact as an assignment; what makes it a move is that the guest is in house, elsewhere.
MOVE_ROOM = Write(f"{_ENTER_ROOM} AND booking.in_house_room_id <> wanted.id RETURNING {BOOKING}")
