"""Payments of a booking: the page on which its guest pays, and what was paid."""

import re
from datetime import date, datetime
from typing import Any

import msgspec
from litestar import Response, Router, get, post
from litestar.datastructures import State
from litestar.openapi import ResponseSpec
from litestar.params import JSONBody

from app.access.staff_session import Staff, StaffSession
from app.database import Row
from app.models.parameters import BookingId, DryRun, Slug
from app.models.payments import BookingPayments, PaymentSession, SessionRequest
from app.models.problem import FieldError
from app.payments.gateway import (
    Gateway,
    GatewayError,
    Misconfigured,
    Refused,
    SessionOrder,
    SessionPage,
    Unclear,
)
from app.problems import ProblemError
from app.queries import payments as queries
from app.routes.answers import DRY_RUN_HEADER, READING, WRITING_BODY, refusals, represent
from app.routes.booking_changes import require

# What Stripe would refuse as an address; the guest is then asked for one on the page.
_MAIL_ADDRESS = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


class _Asked(msgspec.Struct, frozen=True):
    """A live session as the first transaction left it: row of queries.ASK_FOR_SESSION."""

    session_id: int
    is_new: bool
    url: str | None
    amount: int
    currency: str
    expires_at: datetime
    success_url: str
    cancel_url: str
    created_at: datetime
    check_in: date
    check_out: date
    booker_email: str | None


# The status by itself documents only that of a new page.
_OPEN_ALREADY = ResponseSpec(
    PaymentSession,
    generate_examples=False,
    description="The page that is open already, or a dry run of it.",
)


@post(
    "/payment-session",
    summary="Open a payment session",
    responses=WRITING_BODY | refusals(502) | {200: _OPEN_ALREADY},
    response_headers=[DRY_RUN_HEADER],
    permission="payments:open",
)
async def open_payment_session(
    staff: Staff,
    state: State,
    slug: Slug,
    booking_id: BookingId,
    data: JSONBody[SessionRequest],
    dry_run: DryRun = False,
) -> Response[PaymentSession]:
    """Make the page on which the guest pays the price: Stripe holds it, and captures on approval.

    A booking has one at a time: the one that is open is given again, with status 200. After a 503
    the same request goes on where it ended. A dry run does not ask Stripe.
    """
    gateway: Gateway | None = state.gateway
    if gateway is None:
        raise ProblemError("payments-not-configured")
    is_first = True
    while True:
        asked = await _ask(staff, booking_id, data, dry_run, is_first)
        if not isinstance(asked, _Asked):
            return asked
        is_first = False
        try:
            page = await gateway.open_session(_order(asked, staff, slug, booking_id))
        except GatewayError as error:
            if not _is_over(error):
                raise _problem(error) from error
            await staff.write(queries.GIVE_UP_SESSION, _named(asked, booking_id), dry_run=False)
            if asked.is_new:
                raise _problem(error) from error
            # What an earlier request began cannot be gone on with; this one begins anew.
        else:
            return await _open(staff, booking_id, asked, page)


async def _ask(
    staff: StaffSession, booking_id: str, data: SessionRequest, dry_run: bool, is_first: bool
) -> _Asked | Response[PaymentSession]:
    """Commit that a session is wanted before Stripe is asked for it.

    Return the answer where there is nothing to ask Stripe for. Until there is one, an idempotency
    key stays free: the same request, sent again after a failure or beside this one, goes on with
    the same session, which Stripe knows by a key of its own; whichever is the first to commit the
    page decides the answer of all.
    """
    asked: list[_Asked] = []

    def shown(row: Row) -> Response[PaymentSession] | None:
        asked.append(_Asked(*row))
        if asked[-1].url is not None:
            return _answer(asked[-1], 200)
        return _answer(asked[-1], 201) if dry_run else None

    parameters: dict[str, object] = {
        "booking_id": booking_id,
        "success_url": data.success_url,
        "cancel_url": data.cancel_url,
    }
    answer = await staff.carry_out(
        queries.ASK_FOR_SESSION, parameters, shown, dry_run=dry_run, is_first=is_first
    )
    if answer is not None:
        return answer
    if not asked:
        await require(staff, booking_id)
        raise ProblemError("rule-violated")
    return asked[-1]


def _order(asked: _Asked, staff: StaffSession, slug: str, booking_id: str) -> SessionOrder:
    """Return what Stripe is asked for: of one row always the same, so that its key may repeat."""
    email = asked.booker_email or ""
    began = int(asked.created_at.timestamp())
    return SessionOrder(
        hotel_slug=slug,
        booking_id=booking_id,
        session_id=asked.session_id,
        amount=asked.amount,
        currency=asked.currency,
        description=f"Stay {booking_id}, {asked.check_in} to {asked.check_out}",
        success_url=asked.success_url,
        cancel_url=asked.cancel_url,
        customer_email=email if _MAIL_ADDRESS.fullmatch(email) else None,
        expires_at=asked.expires_at,
        key=f"hotelmate-session-{staff.hotel_id}-{asked.session_id}-{began}",
    )


async def _open(
    staff: StaffSession, booking_id: str, asked: _Asked, page: SessionPage
) -> Response[PaymentSession]:
    """Commit the page that Stripe made, and answer with it.

    Raises:
        ProblemError: meanwhile the booking was closed or its price changed; nobody saw the page.
    """
    parameters = _named(asked, booking_id) | {
        "stripe_session_id": page.stripe_session_id,
        "url": page.url,
        "expires_at": page.expires_at,
    }

    def shown(row: Row) -> Response[PaymentSession]:
        return _answer(msgspec.structs.replace(asked, url=row[0], expires_at=row[1]), 201)

    answer = await staff.carry_out(
        queries.OPEN_SESSION, parameters, shown, dry_run=False, is_first=False
    )
    if answer is None:
        raise ProblemError("payment-session-needs-pending-payment")
    return answer


def _is_over(error: GatewayError) -> bool:
    """Say whether Stripe would answer the same again under the same key.

    If it made the page before it failed, nobody was shown it, so nobody pays there.
    """
    return isinstance(error, Refused) or (isinstance(error, Unclear) and error.answered)


def _named(asked: _Asked, booking_id: str) -> dict[str, object]:
    return {"booking_id": booking_id, "session_id": asked.session_id}


def _answer(asked: _Asked, status: int) -> Response[PaymentSession]:
    shown = PaymentSession(
        asked.session_id, asked.url, asked.expires_at, asked.amount, asked.currency
    )
    return Response(shown, status_code=status)


def _problem(error: GatewayError) -> ProblemError:
    """Return the problem of a page that Stripe did not make; its code holds nobody's data."""
    if isinstance(error, Refused):
        return ProblemError("payment-provider-refused", errors=[FieldError("", error.code)])
    if isinstance(error, Misconfigured):
        return ProblemError("payments-not-configured")
    return ProblemError("payment-provider-unavailable")


@get("/payments", summary="Payments of a booking", responses=READING, permission="payments:read")
async def list_booking_payments(staff: Staff, booking_id: BookingId) -> Response[BookingPayments]:
    """List every attempt to pay, with its ledger and with what Stripe is told to do."""
    rows: list[Any] = await staff.read(queries.LIST, {"booking_id": booking_id})
    if not rows:
        raise ProblemError("booking-not-found")
    return represent(rows[0][0], BookingPayments)


router = Router(
    path="/bookings/{booking_id:str}",
    route_handlers=[open_payment_session, list_booking_payments],
    tags=["Payments"],
)
