"""Bookings: create, list, read, audit trail."""

from collections.abc import Sequence
from datetime import date

import msgspec
from litestar import Response, Router, get, post
from litestar.datastructures import ResponseHeader
from litestar.params import FromQuery, JSONBody

from app.access.staff_session import Staff, StaffSession
from app.database import Row, Write
from app.models.bookings import (
    Booking,
    BookingDetail,
    BookingEventPage,
    BookingPage,
    BookingStatus,
    NewBooker,
    NewBooking,
    NewGuest,
    Occupancy,
)
from app.models.parameters import (
    PAGE,
    BookingCursor,
    BookingId,
    DryRun,
    Limit,
    NumberCursor,
    OfRoom,
    Slug,
)
from app.problems import ProblemError
from app.queries import bookings as queries
from app.routes.answers import (
    DRY_RUN_HEADER,
    READING,
    WRITING_BODY,
    allow,
    page,
    represent_change,
    represent_state,
    unknown_cursor,
)

_LOCATION = ResponseHeader(
    name="Location",
    description="Path of the new booking; not with `dry_run`.",
    documentation_only=True,
    required=False,
)


@post(
    "/bookings",
    summary="Create a booking",
    responses=WRITING_BODY,
    response_headers=[DRY_RUN_HEADER, _LOCATION],
    permission="bookings:create",
)
async def create_booking(
    staff: Staff, slug: Slug, data: JSONBody[NewBooking], dry_run: DryRun = False
) -> Response[Booking]:
    """Make a booking in PENDING_PAYMENT, with its party and its price."""
    booker = data.booker or NewBooker()

    def shown(row: Row) -> Response[Booking]:
        answer = represent_change(row[0], Booking, dry_run=dry_run)
        if not dry_run:  # what was rolled back is at no address
            answer.headers["Location"] = f"/api/hotels/{slug}/bookings/{row[1]}"
        return answer

    answer = await staff.carry_out(
        queries.CREATE,
        {
            "room_type": data.room_type,
            "check_in": data.check_in,
            "check_out": data.check_out,
            "adults": data.adults,
            "children": data.children,
            "total_amount": data.total_amount,
            "language": data.language,
            "special_requests": data.special_requests,
            "booker_first_name": booker.first_name,
            "booker_last_name": booker.last_name,
            "booker_email": booker.email,
            "booker_phone": booker.phone,
            "guests": party_json(data.guests),
        },
        shown,
        dry_run=dry_run,
    )
    if answer is None:
        raise ProblemError("hotel-not-found")
    return answer


def party_json(guests: Sequence[NewGuest]) -> str:
    """Return a party as the statements take it; where no role is given the first is PRIMARY."""
    first = "COMPANION" if any(guest.role == "PRIMARY" for guest in guests) else "PRIMARY"
    roles = [first] + ["COMPANION"] * (len(guests) - 1)
    return str(
        msgspec.json.encode(
            [
                guest
                if guest.role is not msgspec.UNSET
                else msgspec.structs.replace(guest, role=role)
                for guest, role in zip(guests, roles, strict=False)
            ]
        ),
        "utf-8",
    )


@get("/bookings", summary="List bookings", responses=READING, permission="bookings:read")
async def list_bookings(
    staff: Staff,
    status: FromQuery[BookingStatus | None] = None,
    occupancy: FromQuery[Occupancy | None] = None,
    arrival_from: FromQuery[date | None] = None,
    arrival_to: FromQuery[date | None] = None,
    room_number: OfRoom = None,
    limit: Limit = PAGE,
    cursor: BookingCursor = None,
) -> Response[BookingPage]:
    """List bookings, newest first; filters are joined by AND."""
    given = {
        "status": status,
        "arrival_from": arrival_from,
        "arrival_to": arrival_to,
        "room_number": room_number,
        "cursor": cursor,
    }
    used = queries.of_a_day({name: value for name, value in given.items() if value is not None})
    statement = queries.page(tuple(used), status, occupancy)
    rows = await staff.read(statement, {"limit": limit, **used})
    if not rows and cursor is not None and not (await locate(staff, cursor))[0]:
        raise unknown_cursor()
    return page(rows, limit, BookingPage)


@get(
    "/bookings/{booking_id:str}",
    summary="Read a booking",
    responses=READING,
    permission="bookings:read",
)
async def read_booking(staff: Staff, booking_id: BookingId) -> Response[BookingDetail]:
    """Read a booking, with the steps that its status allows."""
    rows = await staff.read(queries.READ_DETAIL, {"booking_id": booking_id})
    if not rows:
        raise ProblemError("booking-not-found")
    return represent_state(staff, BookingDetail, *rows[0])


@get(
    "/bookings/{booking_id:str}/events",
    summary="Audit trail of a booking",
    responses=READING,
    permission="bookings:read",
)
async def list_booking_events(
    staff: Staff, booking_id: BookingId, limit: Limit = PAGE, cursor: NumberCursor = None
) -> Response[BookingEventPage]:
    """List the changes of a booking, newest first."""
    rows = await staff.read(
        queries.EVENTS, {"booking_id": booking_id, "limit": limit, "cursor": cursor}
    )
    if not rows:
        await require(staff, booking_id)
        # Versions count from 1 without a gap: only the first has none below it.
        if cursor != 1:
            raise unknown_cursor()
    return page(rows, limit, BookingEventPage)


async def change(
    staff: StaffSession,
    write: Write,
    booking_id: str,
    facts: dict[str, object] | None = None,
    *,
    dry_run: bool,
    because: str | None = None,
    room_number: str | None = None,
    otherwise: str = "rule-violated",
) -> Response[Booking]:
    """Run one change of a booking and answer with the booking.

    Args:
        staff: the caller.
        write: the change, which answers with a booking.
        booking_id: what the path names.
        facts: what is written, as parameters of the change.
        dry_run: run it and roll it back.
        because: why, for the audit trail.
        room_number: the room that the body names.
        otherwise: the problem when nothing was changed although booking and room are there.
    """
    parameters = {"booking_id": booking_id, "room_number": room_number, **(facts or {})}
    answer = await staff.carry_out(
        write,
        parameters,
        lambda row: represent_change(row[0], Booking, dry_run=dry_run),
        dry_run=dry_run,
        because=because,
    )
    if answer is None:
        await require(staff, booking_id, room_number)
        raise ProblemError(otherwise)
    return answer


async def locate(staff: StaffSession, booking_id: str, room_number: str | None = None) -> Row:
    """Say whether there is such a booking, such a room, and whether the guest is in the room."""
    parameters: dict[str, object] = {"booking_id": booking_id, "room_number": room_number}
    return (await staff.read(queries.LOCATE, parameters))[0]


async def require(staff: StaffSession, booking_id: str, room_number: str | None = None) -> None:
    """Raise why nothing was found: booking or room are missing, or the guest is in the room."""
    booking_there, room_there, guest_there = await locate(staff, booking_id, room_number)
    if not booking_there:
        raise ProblemError("booking-not-found")
    if room_number is not None and not room_there:
        raise ProblemError("room-not-found")
    if guest_there:
        raise ProblemError("room-move-changes-room")


router = Router(
    path="/",
    route_handlers=[
        allow("/bookings", "GET", "POST", "OPTIONS"),
        create_booking,
        list_bookings,
        read_booking,
        list_booking_events,
    ],
    tags=["Bookings"],
)
