"""The scene of the contradictions: bookings in certain states, and the rooms they are about."""

from collections.abc import Mapping
from datetime import date

from app.demo.desk import Desk
from app.demo.guests import CardGuests, Guests
from app.demo.stripe_part import StripePart
from app.demo.traces import Traces

ROOMS = ("occupied_room", "awaited_room", "contested_room", "dirty_room")


def set_scene(desk: Desk, traces: Traces, today: date) -> Mapping[str, str]:
    """Make what the attempts are about, over HTTP, and return its names.

    Returns:
        room_number of each of ROOMS, and booking_id by what is so about it: `in_house` in the
        occupied room, `waiting` for the awaited room, `called_off` with the contested room until it
        is cancelled, `free` and `free_too` confirmed without a room, `incomplete` confirmed with an
        unnamed guest, `draft` not paid.

    Raises:
        DemoError: the hotel cannot give four rooms, or a step was refused.
    """
    found = desk.vacant_rooms(len(ROOMS))
    rooms = {name: str(room["room_number"]) for name, room in zip(ROOMS, found, strict=True)}
    for number in rooms.values():
        traces.uses(number)
    guests = Guests(desk, traces, found[0]["room_type"], today)
    bookings = {
        "in_house": guests.in_house(rooms["occupied_room"]),
        "waiting": guests.assigned(rooms["awaited_room"]),
        "called_off": guests.assigned(rooms["contested_room"]),
        "free": guests.confirmed(),
        "free_too": guests.confirmed(),
        "incomplete": guests.confirmed(named=1),
        "draft": guests.draft(),
    }
    desk.must("POST", f"/rooms/{rooms['dirty_room']}/turnover", {"to": "CHECKOUT_DIRTY"})
    return {**rooms, **bookings}


def set_payment_scene(
    desk: Desk, stripe: StripePart, traces: Traces, today: date
) -> Mapping[str, str]:
    """Make what the attempts at payments by card are about, and return its names.

    Returns:
        booking_id by what is so about it: `held` not approved, `paid` confirmed, `refunded`
        confirmed and given back in full; `capture_event` and `refund_event` told of the last.

    Raises:
        DemoError: a step was refused.
    """
    room_type = desk.must("GET", "/rooms").body["items"][0]["room_type"]
    guests = CardGuests(desk, stripe, traces, room_type, today)
    refunded, capture_event, refund_event = guests.refunded()
    return {
        "held": guests.held(),
        "paid": guests.paid()[0],
        "refunded": refunded,
        "capture_event": capture_event,
        "refund_event": refund_event,
    }
