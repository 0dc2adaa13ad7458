"""Links for the guests of a booking: to pre-check-in and to their own stay, issued and revoked."""

from litestar import Response, Router, delete, post
from litestar.params import JSONBody

from app.access.staff_session import Staff, StaffSession
from app.guests import links
from app.guests.session import GUEST_CHAT, PRECHECKIN
from app.models.guests import GuestToken, GuestTokenRequest
from app.models.parameters import BookingId, DryRun
from app.models.precheckin import LinkRequest, LinksRevoked, PrecheckinLink
from app.openapi import BodyMayBeLeftOut
from app.problems import ProblemError
from app.queries import guests, precheckin
from app.routes.answers import DRY_RUN_HEADER, WRITING, WRITING_BODY, allow
from app.routes.booking_changes import require


@post(
    "/precheckin-token",
    summary="Issue a pre-check-in link",
    responses=WRITING_BODY,
    operation_class=BodyMayBeLeftOut,
    permission="precheckin:issue",
    tags=["Pre-check-in"],
)
async def issue_precheckin_token(
    staff: Staff,
    booking_id: BookingId,
    data: JSONBody[LinkRequest | None] = None,
    dry_run: DryRun = False,
) -> Response[PrecheckinLink]:
    """Issue a link for the guest; it replaces the one before. Its token is shown only here.

    The link keeps the form that is the newest now, whatever the hotel publishes later.
    """
    link = links.make(staff.request, staff.hotel_id, "precheckin")
    answer = await staff.carry_out(
        precheckin.ISSUE_LINK,
        {
            "booking_id": booking_id,
            "token_hash": link.token_hash,
            "token_recipe": link.recipe,
            "ttl_hours": (data or LinkRequest()).ttl_hours,
        },
        lambda row: Response(
            PrecheckinLink(
                booking_id,
                link.token,
                f"/precheckin/{link.token}",
                f"/api/precheckin/{link.token}",
                *row,
            )
        ),
        dry_run=dry_run,
    )
    if answer is None:
        await require(staff, booking_id)
        raise ProblemError("rule-violated")
    return answer


@delete(
    "/precheckin-token",
    summary="Revoke the pre-check-in link",
    status_code=200,
    responses=WRITING,
    permission="precheckin:issue",
    tags=["Pre-check-in"],
)
async def revoke_precheckin_token(
    staff: Staff, booking_id: BookingId, dry_run: DryRun = False
) -> Response[LinksRevoked]:
    """Let the link that is out work no more; what was saved by it stays."""
    return await _revoke(staff, booking_id, PRECHECKIN, dry_run=dry_run)


@post(
    "/guest-token",
    summary="Issue a guest's token",
    responses=WRITING_BODY,
    operation_class=BodyMayBeLeftOut,
    permission="guests:let-in",
    tags=["Guests"],
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
        guests.ISSUE_TOKEN,
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
    tags=["Guests"],
)
async def revoke_guest_token(
    staff: Staff, booking_id: BookingId, dry_run: DryRun = False
) -> Response[LinksRevoked]:
    """Let the token that is out work no more."""
    return await _revoke(staff, booking_id, GUEST_CHAT, dry_run=dry_run)


async def _revoke(
    staff: StaffSession, booking_id: str, purpose: str, *, dry_run: bool
) -> Response[LinksRevoked]:
    """Revoke the live link of a booking that is for a purpose."""
    answer = await staff.carry_out(
        precheckin.REVOKE_LINK,
        {"booking_id": booking_id, "purpose": purpose},
        lambda row: Response(LinksRevoked(row[0])),
        dry_run=dry_run,
    )
    if answer is None:
        raise ProblemError("booking-not-found")
    return answer


router = Router(
    path="/bookings/{booking_id:str}",
    route_handlers=[
        allow("/precheckin-token", "POST", "DELETE", "OPTIONS"),
        issue_precheckin_token,
        revoke_precheckin_token,
        allow("/guest-token", "POST", "DELETE", "OPTIONS"),
        issue_guest_token,
        revoke_guest_token,
    ],
    response_headers=[DRY_RUN_HEADER],
)
