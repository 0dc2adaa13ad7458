"""One change of a booking, as most routes about bookings make it, and why one found nothing."""

from litestar import Response

from app.access.staff_session import StaffSession
from app.database import Row, Write
from app.models.bookings import Booking
from app.problems import ProblemError
from app.queries import bookings as queries
from app.routes.answers import represent_change


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
