"""The party of a booking, and the link by which guests complete it."""

from dataclasses import dataclass
from hashlib import sha256

from litestar import Response, Router, post, put
from litestar.openapi.spec import Operation
from litestar.params import JSONBody

from app.credentials import Staff
from app.models.bookings import Booking
from app.models.parameters import BookingId, DryRun
from app.models.party import LinkRequest, Party, PrecheckinLink
from app.problems import ProblemError
from app.queries import party as queries
from app.requests.idempotency import secret_for
from app.routes.answers import DRY_RUN_HEADER, WRITING_BODY
from app.routes.bookings import change, party_json, require


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


@dataclass
class _BodyMayBeLeftOut(Operation):
    def __post_init__(self) -> None:
        if self.request_body is not None:
            self.request_body.required = False  # type: ignore[union-attr]


@post(
    "/precheckin-token",
    summary="Issue a pre-check-in link",
    responses=WRITING_BODY,
    operation_class=_BodyMayBeLeftOut,
    permission="precheckin:issue",
)
async def issue_precheckin_token(
    staff: Staff,
    booking_id: BookingId,
    data: JSONBody[LinkRequest | None] = None,
    dry_run: DryRun = False,
) -> Response[PrecheckinLink]:
    """Issue a link for the guest; it replaces the one before. Its token is shown only here."""
    token = secret_for(staff.request, "precheckin")
    answer = await staff.carry_out(
        queries.ISSUE_LINK,
        {
            "booking_id": booking_id,
            "token_hash": sha256(token.encode()).digest(),
            "ttl_hours": (data or LinkRequest()).ttl_hours,
        },
        lambda row: Response(PrecheckinLink(booking_id, token, f"/api/precheckin/{token}", row[0])),
        dry_run=dry_run,
    )
    if answer is None:
        await require(staff, booking_id)
        raise ProblemError("rule-violated")
    return answer


router = Router(
    path="/bookings/{booking_id:str}",
    route_handlers=[replace_party, issue_precheckin_token],
    response_headers=[DRY_RUN_HEADER],
    tags=["Party"],
)
