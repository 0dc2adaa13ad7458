"""The party of a booking: read with what it lacks, and replaced as a whole."""

from litestar import Response, Router, get, put
from litestar.params import JSONBody

from app.access.staff_session import Staff
from app.models.bookings import Booking
from app.models.parameters import BookingId, DryRun
from app.models.party import Party, PartyState, party_json
from app.problems import ProblemError
from app.queries import party as queries
from app.routes.answers import DRY_RUN_HEADER, READING, WRITING_BODY, allow, represent_state
from app.routes.booking_changes import change


@get(
    "/party", summary="The party, and what it lacks", responses=READING, permission="bookings:read"
)
async def read_party(staff: Staff, booking_id: BookingId) -> Response[PartyState]:
    """Say who comes, who booked, what is missing and for whom; never what guests answered."""
    rows = await staff.read(queries.STATE, {"booking_id": booking_id})
    if not rows:
        raise ProblemError("booking-not-found")
    booking, party = rows[0]
    return represent_state(staff, PartyState, party, part_of=booking)


@put("/party", summary="Replace the party", responses=WRITING_BODY, permission="party:change")
async def replace_party(
    staff: Staff, booking_id: BookingId, data: JSONBody[Party], dry_run: DryRun = False
) -> Response[Booking]:
    """Make the party what is sent: members with an id are kept and changed, others come and go."""
    resized = data.adults is not None or data.children is not None
    return await change(
        staff,
        queries.REPLACE_AND_RESIZE if resized else queries.REPLACE,
        booking_id,
        {
            "guests": party_json(data.guests),
            "adults": data.adults,
            "children": data.children,
        },
        dry_run=dry_run,
        otherwise="party-member-unknown",
    )


router = Router(
    path="/bookings/{booking_id:str}",
    route_handlers=[
        allow("/party", "GET", "PUT", "OPTIONS"),
        read_party,
        replace_party,
    ],
    response_headers=[DRY_RUN_HEADER],
    tags=["Party"],
)
