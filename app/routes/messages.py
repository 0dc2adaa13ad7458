"""What the guests of a booking were told by e-mail."""

from litestar import Response, Router, get

from app.access.staff_session import Staff
from app.models.messages import MessageList
from app.models.parameters import BookingId
from app.queries import messages as queries
from app.routes.answers import READING, whole
from app.routes.booking_changes import require


@get(
    "/messages",
    summary="Messages to the guests of a booking",
    responses=READING,
    permission="bookings:read",
)
async def list_messages(staff: Staff, booking_id: BookingId) -> Response[MessageList]:
    """List what guests were told and what became of it, newest first, without any address."""
    rows = await staff.read(queries.OF_BOOKING, {"booking_id": booking_id})
    if not rows:
        await require(staff, booking_id)
    return whole(rows, MessageList)


router = Router(
    path="/bookings/{booking_id:str}", route_handlers=[list_messages], tags=["Messages"]
)
