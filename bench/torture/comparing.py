"""The hotel of the database in the words of the model, and where the two differ."""

from typing import Any

from bench.torture.hotel_model import HotelModel, Place, Stay
from tests.hotel_builder import HotelBuilder

_ROOMS = """
SELECT room.room_number, room_type.code, room.turnover_status, room.is_active,
    room.is_out_of_order, room.maintenance_required
FROM hotelmate.room JOIN hotelmate.room_type
    ON room_type.hotel_id = room.hotel_id AND room_type.id = room.room_type_id
WHERE room.hotel_id = %s
"""
_STAYS = """
SELECT booking.booking_reference, room_type.code, booking.check_in, booking.check_out,
    booking.adults, booking.total_amount, booking.status, room.room_number, booking.occupancy,
    (
        SELECT count(*) FROM hotelmate.booking_guest AS member
        WHERE member.hotel_id = booking.hotel_id AND member.booking_id = booking.id
            AND member.is_staying
    ),
    ARRAY[booking.authorised_amount, booking.captured_amount]
FROM hotelmate.room_booking AS booking
JOIN hotelmate.room_type
    ON room_type.hotel_id = booking.hotel_id AND room_type.id = booking.room_type_id
LEFT JOIN hotelmate.room ON room.hotel_id = booking.hotel_id AND room.id = booking.assigned_room_id
WHERE booking.hotel_id = %s
"""


def read_model(hotel: HotelBuilder) -> HotelModel:
    """Make a model of the hotel as it is."""
    model = HotelModel(hotel.today())
    for number, *of_room in hotel.connection.execute(_ROOMS, (hotel.hotel_id,)):
        model.rooms[number] = Place(*of_room)
    for reference, *of_stay in hotel.connection.execute(_STAYS, (hotel.hotel_id,)):
        model.stays[reference] = Stay(*of_stay)
    return model


def differences(model: HotelModel, there: HotelModel) -> list[str]:
    """Say what the model and the database see differently."""
    return [
        f"{what} {name}: the model has {expected}, the database {found}"
        for what, ours, theirs in (
            ("room", model.rooms, there.rooms),
            ("booking", model.stays, there.stays),
        )
        for name, expected, found in _pairs(ours, theirs)
        if expected != found
    ]


def _pairs(ours: dict[str, Any], theirs: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    names = sorted(ours.keys() | theirs.keys())
    return [(name, ours.get(name), theirs.get(name)) for name in names]
