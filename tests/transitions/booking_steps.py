"""Every transition of a booking: the state it starts from, the statement, what it is called."""

from collections.abc import Callable
from typing import NamedTuple

from tests.hotel_builder import HotelBuilder

Begin = Callable[[HotelBuilder], "Scene"]


class Scene(NamedTuple):
    """A booking before a transition, the room that it has and one that it may get."""

    booking: int
    room: int | None
    other: int


class Step(NamedTuple):
    """A transition.

    Attributes:
        begin: makes the scene.
        act: the statement, as a DBA types it.
        event_types: of the versions of the booking that it makes, in order.
        room_after: which room of the scene the booking has afterwards, if any.
    """

    begin: Begin
    act: Callable[[HotelBuilder, Scene], object]
    event_types: tuple[str, ...]
    room_after: str | None = None


def in_status(status: str) -> Begin:
    return lambda hotel: Scene(hotel.booking(status, guests=2, arrival=-1), None, hotel.room())


def held_by_stripe(hotel: HotelBuilder) -> Scene:
    scene = in_status("PENDING_PAYMENT")(hotel)
    hotel.pay_by_stripe(scene.booking, "AUTHORISED", 20000)
    return scene


def approve_now(hotel: HotelBuilder, booking: int) -> None:
    hotel.update("room_booking", booking, approved_at=hotel.value("SELECT now()"))


def having_room(state: str) -> Begin:
    def begin(hotel: HotelBuilder) -> Scene:
        room = hotel.room()
        booking = getattr(hotel, state)(room, guests=2, arrival=-1)
        return Scene(booking, room, hotel.room())

    return begin


def end_companion(hotel: HotelBuilder, booking: int) -> None:
    """Book for one guest less, in one transaction."""
    with hotel.connection.transaction():
        hotel.update("room_booking", booking, adults=1)
        hotel.run(
            "UPDATE hotelmate.booking_guest SET is_staying = false"
            " WHERE hotel_id = %s AND booking_id = %s AND role = 'COMPANION'",
            hotel.hotel_id,
            booking,
        )


def rename_primary(hotel: HotelBuilder, booking: int) -> None:
    hotel.run(
        "UPDATE hotelmate.booking_guest SET last_name = 'Byron'"
        " WHERE hotel_id = %s AND booking_id = %s AND role = 'PRIMARY'",
        hotel.hotel_id,
        booking,
    )


STEPS: dict[str, Step] = {
    "authorise": Step(
        in_status("PENDING_PAYMENT"),
        lambda hotel, scene: hotel.authorise(scene.booking),
        ("booking_payment_authorised",),
    ),
    "authorise by the provider": Step(
        in_status("PENDING_PAYMENT"),
        lambda hotel, scene: hotel.pay_by_stripe(scene.booking, "AUTHORISED", 20000),
        ("booking_payment_authorised",),
    ),
    "lose the hold of the provider": Step(
        held_by_stripe,
        lambda hotel, scene: hotel.pay_by_stripe(scene.booking, "VOIDED", 20000),
        ("booking_cancelled",),
    ),
    "approve": Step(
        in_status("PENDING_APPROVAL"),
        lambda hotel, scene: hotel.approve(scene.booking),
        ("booking_confirmed",),
    ),
    "approve by the stamp": Step(
        in_status("PENDING_APPROVAL"),
        lambda hotel, scene: approve_now(hotel, scene.booking),
        ("booking_confirmed",),
    ),
    "approve what the provider holds": Step(
        held_by_stripe,
        lambda hotel, scene: approve_now(hotel, scene.booking),
        ("booking_updated",),
    ),
    "capture by the provider": Step(
        held_by_stripe,
        lambda hotel, scene: hotel.pay_by_stripe(scene.booking, "CAPTURED", 20000),
        ("booking_confirmed",),
    ),
    "decline": Step(
        in_status("PENDING_APPROVAL"),
        lambda hotel, scene: hotel.decline(scene.booking),
        ("booking_declined", "booking_payment_updated"),
    ),
    "cancel before payment": Step(
        in_status("PENDING_PAYMENT"),
        lambda hotel, scene: hotel.cancel(scene.booking),
        ("booking_cancelled",),
    ),
    "cancel before the decision": Step(
        in_status("PENDING_APPROVAL"),
        lambda hotel, scene: hotel.cancel(scene.booking),
        ("booking_cancelled", "booking_payment_updated"),
    ),
    "cancel without a room": Step(
        in_status("CONFIRMED"),
        lambda hotel, scene: hotel.cancel(scene.booking),
        ("booking_cancelled", "booking_payment_updated"),
    ),
    "cancel with a room": Step(
        having_room("assigned"),
        lambda hotel, scene: hotel.cancel(scene.booking),
        ("booking_cancelled", "booking_payment_updated"),
    ),
    "expire": Step(
        in_status("PENDING_PAYMENT"),
        lambda hotel, scene: hotel.expire(scene.booking),
        ("booking_draft_expired",),
    ),
    "no-show": Step(
        having_room("assigned"),
        lambda hotel, scene: hotel.no_show(scene.booking),
        ("booking_no_show",),
    ),
    "refund": Step(
        in_status("CONFIRMED"),
        lambda hotel, scene: hotel.pay(scene.booking, "REFUNDED", 500),
        ("booking_payment_updated",),
    ),
    "rename a guest": Step(
        in_status("CONFIRMED"),
        lambda hotel, scene: rename_primary(hotel, scene.booking),
        ("booking_party_updated",),
    ),
    "a guest less": Step(
        having_room("in_house"),
        lambda hotel, scene: end_companion(hotel, scene.booking),
        ("booking_updated", "booking_party_updated"),
        "room",
    ),
    "assign": Step(
        in_status("CONFIRMED"),
        lambda hotel, scene: hotel.assign(scene.booking, scene.other),
        ("booking_room_assigned",),
        "other",
    ),
    "reassign": Step(
        having_room("assigned"),
        lambda hotel, scene: hotel.assign(scene.booking, scene.other),
        ("booking_room_reassigned",),
        "other",
    ),
    "unassign": Step(
        having_room("assigned"),
        lambda hotel, scene: hotel.assign(scene.booking, None),
        ("booking_room_unassigned",),
    ),
    "check-in": Step(
        having_room("assigned"),
        lambda hotel, scene: hotel.check_in(scene.booking),
        ("booking_checked_in",),
        "room",
    ),
    "check-out": Step(
        having_room("in_house"),
        lambda hotel, scene: hotel.check_out(scene.booking),
        ("booking_checked_out",),
        "room",
    ),
}

# A move says why, so a bare statement is refused.
MOVE = Step(
    having_room("in_house"),
    lambda hotel, scene: hotel.assign(scene.booking, scene.other),
    ("booking_room_moved",),
    "other",
)
