"""The guest's own view of the stay, and the token that opens it."""

from litestar import Response, Router, delete, get, post, put
from litestar.di import Provide
from litestar.params import JSONBody

from app.access.staff_session import Staff
from app.guests import links
from app.guests.session import GUEST_CHAT, Guest, guest_session
from app.models.guests import Device, GuestStay, GuestToken, GuestTokenRequest
from app.models.parameters import BookingId, DryRun
from app.models.precheckin import LinksRevoked
from app.openapi import STAFF_SECURITY
from app.problems import ProblemError
from app.queries import guests as queries
from app.requests.admission import admit_guest
from app.requests.unstorable import naming_unstorable
from app.routes.answers import DRY_RUN_HEADER, WRITING, WRITING_BODY, allow, refusals, represent
from app.routes.bookings import require
from app.routes.precheckin import BodyMayBeLeftOut, revoke

_OF_TOKEN = {
    401: "No token of a stay.",
    410: "The token does not work any more; `type` says why.",
    429: "Too many requests: repeat after `Retry-After` seconds.",
}


@get("/stay", summary="The guest's own stay", responses=refusals(400, 503, own=_OF_TOKEN))
async def read_stay(guest: Guest) -> Response[GuestStay]:
    """Read one's own stay: dates, times, the room once one is in it, and what is open."""
    rows = await guest.read(queries.STAY)
    return represent(rows[0][0], GuestStay)


@put(
    "/device",
    summary="Set the device in the guest's room",
    status_code=204,
    responses=refusals(400, 409, 413, 415, 422, 503, own=_OF_TOKEN),
    response_headers=[DRY_RUN_HEADER],
)
async def set_device(guest: Guest, data: JSONBody[Device], dry_run: DryRun = False) -> None:
    """Say which device messages to the room go to, while one is in it.

    The database forgets it when the guest moves or checks out.
    """
    with naming_unstorable(data):
        row = await guest.write(queries.SET_DEVICE, {"device": data.token}, dry_run=dry_run)
    if row is None:
        raise ProblemError("room-device-needs-guest")


@delete(
    "/device",
    summary="Forget the device in the guest's room",
    status_code=204,
    responses=refusals(400, 503, own=_OF_TOKEN),
    response_headers=[DRY_RUN_HEADER],
)
async def forget_device(guest: Guest, dry_run: DryRun = False) -> None:
    """Have no messages go to a device in the room; where there is none, nothing changes."""
    await guest.write(queries.SET_DEVICE, {"device": None}, dry_run=dry_run)


@post(
    "/guest-token",
    summary="Issue a guest's token",
    responses=WRITING_BODY,
    operation_class=BodyMayBeLeftOut,
    permission="guests:let-in",
)
async def issue_guest_token(
    staff: Staff,
    booking_id: BookingId,
    data: JSONBody[GuestTokenRequest | None] = None,
    dry_run: DryRun = False,
) -> Response[GuestToken]:
    """Issue the token by which a guest sees the stay and chats; it replaces the one before.

    It is shown only here, works until a day after the departure unless a time is given, and ends
    with the check-out.
    """
    link = links.make(staff.request, staff.hotel_id, "guest")
    answer = await staff.carry_out(
        queries.ISSUE_TOKEN,
        {
            "booking_id": booking_id,
            "token_hash": link.token_hash,
            "token_recipe": link.recipe,
            "ttl_hours": (data or GuestTokenRequest()).ttl_hours,
        },
        lambda row: Response(GuestToken(booking_id, link.token, "/api/guest/stay", row[0])),
        dry_run=dry_run,
    )
    if answer is None:
        await require(staff, booking_id)
        raise ProblemError("rule-violated")
    return answer


@delete(
    "/guest-token",
    summary="Revoke a guest's token",
    status_code=200,
    responses=WRITING,
    permission="guests:let-in",
)
async def revoke_guest_token(
    staff: Staff, booking_id: BookingId, dry_run: DryRun = False
) -> Response[LinksRevoked]:
    """Let the token that is out work no more."""
    return await revoke(staff, booking_id, GUEST_CHAT, dry_run=dry_run)


guest_router = Router(
    path="/api/guest",
    route_handlers=[
        allow("/device", "PUT", "DELETE", "OPTIONS"),
        read_stay,
        set_device,
        forget_device,
    ],
    guards=[admit_guest],
    dependencies={"guest": Provide(guest_session)},
    security=STAFF_SECURITY,
    tags=["Guests"],
)
router = Router(
    path="/bookings/{booking_id:str}",
    route_handlers=[
        allow("/guest-token", "POST", "DELETE", "OPTIONS"),
        issue_guest_token,
        revoke_guest_token,
    ],
    response_headers=[DRY_RUN_HEADER],
    tags=["Guests"],
)
