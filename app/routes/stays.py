"""The stay: assign and unassign a room, check in, check out, move."""

from litestar import Response, Router, post
from litestar.params import JSONBody

from app.access.staff_session import Staff
from app.models.bookings import Booking
from app.models.parameters import BookingId, DryRun
from app.models.stays import Assignment, RoomMove
from app.queries import stays as queries
from app.routes.answers import DRY_RUN_HEADER, WRITING, WRITING_BODY
from app.routes.booking_changes import change


@post(
    "/assign-room",
    summary="Assign a room",
    status_code=200,
    responses=WRITING_BODY,
    permission="stays:manage",
)
async def assign_room(
    staff: Staff, booking_id: BookingId, data: JSONBody[Assignment], dry_run: DryRun = False
) -> Response[Booking]:
    """Give a confirmed booking a room that is ready; the room waits for its guest from then on."""
    return await change(
        staff, queries.ASSIGN_ROOM, booking_id, dry_run=dry_run, room_number=data.room_number
    )


@post(
    "/unassign-room",
    summary="Take the room back",
    status_code=200,
    responses=WRITING,
    permission="stays:manage",
)
async def unassign_room(
    staff: Staff, booking_id: BookingId, dry_run: DryRun = False
) -> Response[Booking]:
    """Take the assigned room from a booking whose guest has not checked in."""
    return await change(staff, queries.UNASSIGN_ROOM, booking_id, dry_run=dry_run)


@post(
    "/check-in", summary="Check in", status_code=200, responses=WRITING, permission="stays:manage"
)
async def check_in(
    staff: Staff, booking_id: BookingId, dry_run: DryRun = False
) -> Response[Booking]:
    """Check the guest in to the assigned room, now: the room is occupied."""
    return await change(staff, queries.CHECK_IN, booking_id, dry_run=dry_run)


@post(
    "/check-out", summary="Check out", status_code=200, responses=WRITING, permission="stays:manage"
)
async def check_out(
    staff: Staff, booking_id: BookingId, dry_run: DryRun = False
) -> Response[Booking]:
    """Check the guest out, now: the booking is COMPLETED and the room waits to be cleaned."""
    return await change(staff, queries.CHECK_OUT, booking_id, dry_run=dry_run)


@post(
    "/move-room",
    summary="Move to another room",
    status_code=200,
    responses=WRITING_BODY,
    permission="stays:manage",
)
async def move_room(
    staff: Staff, booking_id: BookingId, data: JSONBody[RoomMove], dry_run: DryRun = False
) -> Response[Booking]:
    """Move a guest in house to another room that is ready; the old one waits to be cleaned."""
    return await change(
        staff,
        queries.MOVE_ROOM,
        booking_id,
        dry_run=dry_run,
        because=data.reason,
        room_number=data.room_number,
        otherwise="booking-not-in-house",
    )


router = Router(
    path="/bookings/{booking_id:str}",
    route_handlers=[assign_room, unassign_room, check_in, check_out, move_room],
    response_headers=[DRY_RUN_HEADER],
    tags=["Stays"],
)
