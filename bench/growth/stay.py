"""What becomes of a booking: the ten steps of a stay, or one of three ways to nothing."""

from collections.abc import Mapping
from datetime import date, timedelta

from app.database import Write
from app.models.bookings import NewGuest
from app.models.party import party_json
from app.queries import bookings, decisions, party, rooms, stays
from bench.growth.asking import Request

NIGHTS = 2
GUESTS = ({"first_name": "Ada", "last_name": "Lovelace"},)
PARTY = party_json([NewGuest(first_name="Ada", last_name="Lovelace")])
CLEANING = {
    "start_cleaning": "CLEANING_IN_PROGRESS",
    "cleaned": "CLEANED_UNINSPECTED",
    "ready": "READY_FOR_GUEST",
}
WAYS_TO_NOTHING = ("cancelled_unpaid", "declined", "cancelled_paid")


def create(today: date) -> Request:
    """Return the request that makes a booking of a double room that arrives today."""
    departure = today + timedelta(days=NIGHTS)
    return Request(
        "create",
        "bookings:create",
        _statements(bookings.CREATE),
        {
            "room_type": "DBL",
            "check_in": today,
            "check_out": departure,
            "adults": len(GUESTS),
            "children": 0,
            "total_amount": None,
            "language": None,
            "special_requests": "",
            "booker_first_name": None,
            "booker_last_name": None,
            "booker_email": None,
            "booker_phone": None,
            "guests": PARTY,
        },
        "/bookings",
        "POST",
        {
            "room_type": "DBL",
            "check_in": today.isoformat(),
            "check_out": departure.isoformat(),
            "adults": len(GUESTS),
            "guests": list(GUESTS),
        },
    )


def stay(booking: str, room: str) -> tuple[Request, ...]:
    """Return what follows the creation of a booking up to a room that is ready again."""
    guests: dict[str, object] = {"guests": list(GUESTS)}
    wanted = {"guests": PARTY, "adults": None, "children": None}
    place: dict[str, object] = {"room_number": room}
    return (
        *_paid(booking),
        _change("party", "party:change", party.REPLACE, booking, guests, wanted, method="PUT"),
        _change("assign-room", "stays:manage", stays.ASSIGN_ROOM, booking, place, place),
        _change("check-in", "stays:manage", stays.CHECK_IN, booking),
        _change("check-out", "stays:manage", stays.CHECK_OUT, booking),
        *(
            Request(
                name,
                "rooms:turn-over",
                _statements(rooms.TURN_OVER),
                {"room_number": room, "to": turnover},
                f"/rooms/{room}/turnover",
                "POST",
                {"to": turnover},
            )
            for name, turnover in CLEANING.items()
        ),
    )


def to_nothing(booking: str, way: str) -> tuple[Request, ...]:
    """Return what follows the creation of a booking that nobody comes for."""
    reason: dict[str, object] = {"reason": "other plans"}
    pay, approve = _paid(booking)
    cancel = _change("cancel", "bookings:cancel", decisions.CANCEL, booking, reason, reason)
    decline = _change("decline", "bookings:decide", decisions.DECLINE, booking, reason, reason)
    return {
        "cancelled_unpaid": (cancel,),
        "declined": (pay, decline),
        "cancelled_paid": (pay, approve, cancel),
    }[way]


def _paid(booking: str) -> tuple[Request, Request]:
    method: dict[str, object] = {"method": "CASH"}
    paid = {**method, "reference": None}
    return (
        _change("desk-payment", "payments:take", decisions.PAY_AT_DESK, booking, method, paid),
        _change("approve", "bookings:decide", decisions.APPROVE, booking),
    )


def _change(
    step: str,
    permission: str,
    write: Write,
    booking: str,
    body: dict[str, object] | None = None,
    parameters: Mapping[str, object] | None = None,
    *,
    method: str = "POST",
) -> Request:
    return Request(
        step.replace("-", "_"),
        permission,
        _statements(write),
        {"booking_id": booking, **(parameters or {})},
        f"/bookings/{booking}/{step}",
        method,
        body,
    )


def _statements(write: Write) -> tuple[str, ...]:
    return tuple(text for text in (write.lock, write.statement, write.result) if text)
