"""What our rows say of a history at its end, read as the owner and added up from the facts."""

from dataclasses import dataclass
from typing import Any

import psycopg

from bench.payments.histories.front_desk import REFUND_REASON
from bench.payments.histories.history import History

_BOOKING = """
    SELECT status, total_amount, payment_id, payment_provider, approved_at IS NOT NULL,
        cancellation_fee_amount
    FROM hotelmate.room_booking WHERE hotel_id = %s AND id = %s
"""
_PAYMENTS = """
    SELECT payment.id, payment_intent_id, provider_status, payment.currency,
        coalesce(sum(amount) FILTER (WHERE kind = 'AUTHORISED'), 0),
        coalesce(sum(amount) FILTER (WHERE kind = 'CAPTURED'), 0),
        coalesce(sum(amount) FILTER (WHERE kind = 'VOIDED'), 0),
        coalesce(sum(CASE kind WHEN 'REFUNDED' THEN amount
            WHEN 'REFUND_FAILED' THEN -amount END), 0),
        coalesce(sum(CASE kind WHEN 'DISPUTED' THEN amount
            WHEN 'DISPUTE_WON' THEN -amount END), 0)
    FROM hotelmate.payment LEFT JOIN hotelmate.payment_entry AS entry
        ON entry.hotel_id = payment.hotel_id AND entry.payment_id = payment.id
    WHERE payment.hotel_id = %s GROUP BY payment.hotel_id, payment.id ORDER BY payment.id
"""
_INSTRUCTIONS = """
    SELECT id, payment_id, kind, amount, state, last_error, coalesce(reason = %s, false)
    FROM hotelmate.payment_instruction WHERE hotel_id = %s ORDER BY id
"""
_PAGES = """
    SELECT stripe_session_id FROM hotelmate.payment_session WHERE hotel_id = %s AND state = 'OPEN'
"""
_EVENTS = """
    SELECT event_id, status, coalesce(error, '') FROM hotelmate.stripe_webhook_event
    WHERE event_id = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Booking:
    """The booking; amounts in minor units."""

    status: str
    price: int
    payment_id: int | None
    provider: str | None
    is_approved: bool
    fee: int | None


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment; amounts are sums over its ledger, minor units."""

    id: int
    intent: str | None
    status: str | None
    currency: str
    authorised: int
    captured: int
    voided: int
    refunded: int
    disputed: int

    @property
    def held(self) -> int:
        """What of the authorisation is neither captured nor released."""
        return self.authorised - self.captured - self.voided

    @property
    def kept(self) -> int:
        """What the hotel has of it."""
        return self.captured - self.refunded - self.disputed


@dataclass(frozen=True, slots=True)
class Instruction:
    """What Stripe was to do; `by_staff` when it was not derived from the booking."""

    id: int
    payment_id: int | None
    kind: str
    amount: int | None
    state: str
    error: str | None
    by_staff: bool


@dataclass(frozen=True, slots=True)
class OurSide:
    """All our rows of a history.

    Attributes:
        open_pages: Checkout sessions on which the guest may pay, as far as we know.
        events: of Stripe's events those that are stored, each with its status and error.
    """

    booking: Booking
    payments: tuple[Payment, ...]
    instructions: tuple[Instruction, ...]
    open_pages: frozenset[str]
    events: dict[str, tuple[str, str]]

    def instructed(self, payment: Payment, kind: str, *states: str) -> list[Instruction]:
        """Return the instructions of a kind for a payment that are in one of these states."""
        return [
            each
            for each in self.instructions
            if (each.payment_id, each.kind) == (payment.id, kind) and each.state in states
        ]


def our_side(history: History) -> OurSide:
    """Read what we have of a history."""
    connection, hotel = history.stage.owner, (history.hotel.hotel_id,)
    happened = [event["id"] for event in history.stage.stripe.events()]
    (booking,) = _rows(connection, _BOOKING, (*hotel, history.booking))
    return OurSide(
        booking=Booking(*booking),
        payments=tuple(
            Payment(*row[:4], *map(int, row[4:])) for row in _rows(connection, _PAYMENTS, hotel)
        ),
        instructions=tuple(
            Instruction(*row) for row in _rows(connection, _INSTRUCTIONS, (REFUND_REASON, *hotel))
        ),
        open_pages=frozenset(str(page) for (page,) in _rows(connection, _PAGES, hotel)),
        events={row[0]: (row[1], row[2]) for row in _rows(connection, _EVENTS, (happened,))},
    )


def _rows(
    connection: psycopg.Connection[Any], query: str, parameters: tuple[Any, ...]
) -> list[tuple[Any, ...]]:
    return connection.execute(query.encode(), parameters).fetchall()
