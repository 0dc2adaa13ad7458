"""Bookings: create, list, read, audit trail."""

from datetime import date

from litestar import Response, Router, get, post
from litestar.datastructures import ResponseHeader
from litestar.params import FromQuery, JSONBody

from app.access.staff_session import Staff
from app.database import Row
from app.models.bookings import (
    Booking,
    BookingDetail,
    BookingEventPage,
    BookingPage,
    BookingStatus,
    NewBooker,
    NewBooking,
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
from app.models.party import party_json
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
from app.routes.booking_changes import locate, require

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
