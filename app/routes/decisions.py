"""Decisions of the front desk: payment at the desk, approve, decline, cancel, no-show, refund."""

from litestar import Response, Router, post
from litestar.params import JSONBody

from app.access.staff_session import Staff
from app.models.bookings import Booking
from app.models.decisions import DeskPayment, Refusal
from app.models.parameters import BookingId, DryRun
from app.models.payments import Refund
from app.models.problem import FieldError
from app.problems import ProblemError
from app.queries import decisions as queries
from app.queries import payments
from app.routes.answers import DRY_RUN_HEADER, WRITING, WRITING_BODY
from app.routes.booking_changes import change


@post(
    "/approve",
    summary="Approve a booking",
    status_code=200,
    responses=WRITING,
    permission="bookings:decide",
)
async def approve(
    staff: Staff, booking_id: BookingId, dry_run: DryRun = False
) -> Response[Booking]:
    """Approve an authorised booking. Paid at the desk, it is confirmed with it.

    What Stripe holds is captured now: the booking is confirmed as soon as Stripe says so.
    """
    return await change(staff, queries.APPROVE, booking_id, dry_run=dry_run)


@post(
    "/decline",
    summary="Decline a booking",
    status_code=200,
    responses=WRITING_BODY,
    permission="bookings:decide",
)
async def decline(
    staff: Staff, booking_id: BookingId, data: JSONBody[Refusal], dry_run: DryRun = False
) -> Response[Booking]:
    """Decline an authorised booking; what is held, at the desk or by Stripe, is released."""
    return await change(
        staff,
        queries.DECLINE,
        booking_id,
        {"reason": _said(data.reason)},
        dry_run=dry_run,
        because=data.reason,
    )


@post(
    "/cancel",
    summary="Cancel a booking",
    status_code=200,
    responses=WRITING_BODY,
    permission="bookings:cancel",
)
async def cancel(
    staff: Staff, booking_id: BookingId, data: JSONBody[Refusal], dry_run: DryRun = False
) -> Response[Booking]:
    """Cancel a booking before arrival; an assigned room is free again.

    What is held is released; of what was captured, the booking's cancellation terms keep a fee and
    refund the rest. A dry run shows it, as `cancellation` of the booking does.
    """
    return await change(
        staff,
        queries.CANCEL,
        booking_id,
        {"reason": _said(data.reason)},
        dry_run=dry_run,
        because=data.reason,
    )


@post(
    "/refund",
    summary="Refund a payment",
    status_code=200,
    responses=WRITING_BODY,
    permission="payments:refund",
)
async def refund(
    staff: Staff, booking_id: BookingId, data: JSONBody[Refund], dry_run: DryRun = False
) -> Response[Booking]:
    """Give back of what was captured: at the desk at once, by Stripe as soon as it says so."""
    return await change(
        staff,
        payments.REFUND,
        booking_id,
        {"amount": data.amount},
        dry_run=dry_run,
        because=_said(data.reason),
    )


def _said(reason: str) -> str:
    """Return a reason that says something; blanks do not."""
    if not reason.strip():
        raise ProblemError("value-required", errors=[FieldError("reason", "Say why")])
    return reason


@post(
    "/no-show",
    summary="Mark a no-show",
    status_code=200,
    responses=WRITING,
    permission="stays:manage",
)
async def mark_no_show(
    staff: Staff, booking_id: BookingId, dry_run: DryRun = False
) -> Response[Booking]:
    """Record that the guest did not come, once the arrival date has passed at the hotel."""
    return await change(staff, queries.NO_SHOW, booking_id, dry_run=dry_run)


@post(
    "/desk-payment",
    summary="Take a payment at the desk",
    status_code=200,
    responses=WRITING_BODY,
    permission="payments:take",
)
async def pay_at_desk(
    staff: Staff, booking_id: BookingId, data: JSONBody[DeskPayment], dry_run: DryRun = False
) -> Response[Booking]:
    """Record a payment taken at the desk: the booking is authorised and waits for approval."""
    return await change(
        staff,
        queries.PAY_AT_DESK,
        booking_id,
        {"method": data.method, "reference": data.reference},
        dry_run=dry_run,
    )


router = Router(
    path="/bookings/{booking_id:str}",
    route_handlers=[approve, decline, cancel, mark_no_show, pay_at_desk, refund],
    response_headers=[DRY_RUN_HEADER],
    tags=["Decisions"],
)
