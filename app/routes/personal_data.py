"""What is held about a guest: told as a whole, and erased on request."""

from litestar import Response, Router, get, post
from litestar.datastructures import ResponseHeader

from app.access.staff_session import Staff
from app.models.bookings import Booking
from app.models.parameters import BookingId, DryRun, GuestId
from app.models.personal_data import PersonalData
from app.problems import ProblemError
from app.queries import personal_data as queries
from app.routes.answers import DRY_RUN_HEADER, READING, WRITING, represent
from app.routes.booking_changes import change, require

_ATTACHMENT = ResponseHeader(
    name="Content-Disposition",
    description="A browser saves the answer as a file.",
    documentation_only=True,
)


@get(
    "/guests/{guest_id:int}/personal-data",
    summary="Export what is held about a guest",
    responses=READING,
    response_headers=[_ATTACHMENT],
    permission="personal-data:export",
)
async def export_personal_data(
    staff: Staff, booking_id: BookingId, guest_id: GuestId
) -> Response[PersonalData]:
    """Tell what is held about one guest, and nothing about who came along.

    What is told of the booking as a whole is of its primary guest.
    """
    rows = await staff.read(queries.EXPORT, {"booking_id": booking_id, "guest_id": guest_id})
    if not rows:
        await require(staff, booking_id)
        raise ProblemError("guest-not-found")
    name = f"{booking_id}-guest-{guest_id}.json"
    return represent(
        rows[0][0], PersonalData, {"Content-Disposition": f'attachment; filename="{name}"'}
    )


@post(
    "/guests/{guest_id:int}/erase",
    summary="Erase a guest's personal data",
    status_code=200,
    responses=WRITING,
    response_headers=[DRY_RUN_HEADER],
    permission="personal-data:erase",
)
async def erase_guest(
    staff: Staff, booking_id: BookingId, guest_id: GuestId, dry_run: DryRun = False
) -> Response[Booking]:
    """Erase names, contacts and answers of one guest, for good, once the booking has ended.

    With the primary guest goes what the booking itself tells. Asked for again, nothing happens.
    """
    return await change(
        staff,
        queries.ERASE_GUEST,
        booking_id,
        {"guest_id": guest_id},
        dry_run=dry_run,
        otherwise="guest-not-found",
    )


@post(
    "/erase",
    summary="Erase a party's personal data",
    status_code=200,
    responses=WRITING,
    response_headers=[DRY_RUN_HEADER],
    permission="personal-data:erase",
)
async def erase_party(
    staff: Staff, booking_id: BookingId, dry_run: DryRun = False
) -> Response[Booking]:
    """Erase the personal data of everybody in the party, and what the booking tells of them."""
    return await change(staff, queries.ERASE_PARTY, booking_id, dry_run=dry_run)


router = Router(
    path="/bookings/{booking_id:str}",
    route_handlers=[export_personal_data, erase_guest, erase_party],
    tags=["Personal data"],
)
