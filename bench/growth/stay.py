"""What becomes of a booking: the ten steps of a stay, or one of three ways to nothing."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import NamedTuple

from app.database import Write
from app.models.bookings import NewGuest
from app.models.party import party_json
from app.queries import bookings, decisions, party, rooms, stays
from bench.growth.asking import Request
from bench.proof import stay as steps
from bench.proof.stay import NIGHTS, Step

GUESTS = ({"first_name": "Ada", "last_name": "Lovelace"},)
PARTY = party_json([NewGuest(first_name="Ada", last_name="Lovelace")])
REASON = {"reason": "other plans"}
# Who does not come has none.
NO_ROOM = ""
WAYS_TO_NOTHING = ("cancelled_unpaid", "declined", "cancelled_paid")


class _InSql(NamedTuple):
    """What a step is to the database.

    Attributes:
        permission: what it needs.
        write: what the API sends.
        parameters: those that are not in the body of the request as they are.
    """

    permission: str
    write: Write
    parameters: Mapping[str, object] = MappingProxyType({})


_TURN_OVER = _InSql("rooms:turn-over", rooms.TURN_OVER)
_IN_SQL = {
    "authorise": _InSql("payments:take", decisions.PAY_AT_DESK, {"reference": None}),
    "approve": _InSql("bookings:decide", decisions.APPROVE),
    "party": _InSql(
        "party:change", party.REPLACE, {"guests": PARTY, "adults": None, "children": None}
    ),
    "assign": _InSql("stays:manage", stays.ASSIGN_ROOM),
    "check_in": _InSql("stays:manage", stays.CHECK_IN),
    "check_out": _InSql("stays:manage", stays.CHECK_OUT),
    "start_cleaning": _TURN_OVER,
    "cleaned": _TURN_OVER,
    "ready": _TURN_OVER,
    "cancel": _InSql("bookings:cancel", decisions.CANCEL),
    "decline": _InSql("bookings:decide", decisions.DECLINE),
}


def create(today: date) -> Request:
    """Return the request that makes a booking of a double room that arrives today."""
    step = steps.create(today, len(GUESTS), GUESTS)
    return Request(
        step.name,
        "bookings:create",
        _statements(bookings.CREATE),
        {
            "room_type": "DBL",
            "check_in": today,
            "check_out": today + timedelta(days=NIGHTS),
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
        step.path,
        step.method,
        step.body,
    )


def stay(booking: str, room: str) -> tuple[Request, ...]:
    """Return what follows the creation of a booking up to a room that is ready again."""
    return tuple(_request(step, booking, room) for step in steps.after_create(GUESTS))


def to_nothing(booking: str, way: str) -> tuple[Request, ...]:
    """Return what follows the creation of a booking that nobody comes for."""
    pay, approve, *_ = stay(booking, NO_ROOM)
    cancel, decline = (
        _request(steps.of_booking(name, name, REASON), booking, NO_ROOM)
        for name in ("cancel", "decline")
    )
    return {
        "cancelled_unpaid": (cancel,),
        "declined": (pay, decline),
        "cancelled_paid": (pay, approve, cancel),
    }[way]


def _request(step: Step, booking: str, room: str) -> Request:
    in_sql, asked = _IN_SQL[step.name], step.at(booking, room)
    of = {"room_number": room} if in_sql is _TURN_OVER else {"booking_id": booking}
    return Request(
        step.name,
        in_sql.permission,
        _statements(in_sql.write),
        {**of, **(asked.body or {}), **in_sql.parameters},
        asked.path,
        asked.method,
        asked.body,
    )


def _statements(write: Write) -> tuple[str, ...]:
    return tuple(text for text in (write.lock, write.statement, write.result) if text)
