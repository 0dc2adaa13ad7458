"""The five contradictions of a payment by card, as data. P stands for payment.

The names in braces are those of the scenes: bookings, a room, and events that took effect.
"""

from app.demo.attempts import Call, Contradiction, Forgery, Statement
from app.demo.contradictions import booking_is, update_booking

_SIGNATURE = "webhook-signature-invalid"
_BODY_OF_REFUND = {"amount": 1, "reason": "asked for once more"}


def _entry(booking: str, columns: str, values: str) -> str:
    """Return a row of the ledger of a booking's payment, written by hand."""
    return (
        f"INSERT INTO hotelmate.payment_entry (hotel_id, booking_id, payment_id, amount, {columns})"
        f" SELECT hotel_id, id, payment_id, total_amount, {values}"
        f" FROM hotelmate.room_booking WHERE {booking_is(booking)}"
    )


def _instruction(booking: str, kind: str) -> str:
    """Return an instruction to Stripe about a booking's payment, written by hand."""
    return (
        "INSERT INTO hotelmate.payment_instruction (hotel_id, booking_id, payment_id, kind, amount)"
        f" SELECT hotel_id, id, payment_id, '{kind}', total_amount"
        f" FROM hotelmate.room_booking WHERE {booking_is(booking)}"
    )


PAYMENT_CONTRADICTIONS: tuple[Contradiction, ...] = (
    Contradiction(
        "P.1",
        "Stripe's word forged, or changed",
        http=(
            Forgery(
                "A capture is announced, signed with another secret",
                "{held}",
                _SIGNATURE,
                secret="whsec_of_somebody_else",
            ),
            Forgery(
                "The capture's amount is changed under a good signature",
                "{held}",
                _SIGNATURE,
                changes={"amount_received": 1},
            ),
            Forgery(
                "A capture is announced with a signature of ten minutes ago",
                "{held}",
                _SIGNATURE,
                age_seconds=600,
            ),
        ),
        sql=(
            Statement(
                "A capture is entered that Stripe never told of",
                _entry("held", "kind, provider", "'CAPTURED', 'stripe'"),
                "payment_entry_has_evidence",
            ),
            Statement(
                "An event that took effect is called off",
                "UPDATE hotelmate.stripe_webhook_event SET status = 'FAILED', error = 'mistaken'"
                " WHERE event_id = {capture_event}",
                "webhook_event_is_evidence",
            ),
            Statement(
                "and is deleted",
                "DELETE FROM hotelmate.stripe_webhook_event WHERE event_id = {capture_event}",
                "webhook_event_is_evidence",
            ),
        ),
    ),
    Contradiction(
        "P.2",
        "CONFIRMED while money is only held",
        http=(
            Call(
                "A room is assigned to a booking whose money is only held",
                "POST /bookings/{held}/assign-room",
                "booking_assignment_needs_confirmed",
                {"room_number": "{contested_room}"},
            ),
        ),
        sql=(
            Statement(
                "A booking is confirmed whose money Stripe only holds",
                update_booking("status = 'CONFIRMED'", "held"),
                "booking_confirmed_is_paid",
            ),
        ),
    ),
    Contradiction(
        "P.3",
        "Money moved before a decision",
        http=(
            Call(
                "A refund is made of what was never taken",
                "POST /bookings/{held}/refund",
                "payment_instruction_within_amounts",
                _BODY_OF_REFUND,
            ),
        ),
        sql=(
            Statement(
                "Stripe is told to capture for a booking that nobody approved",
                _instruction("held", "CAPTURE"),
                "payment_capture_needs_approval",
            ),
        ),
    ),
    Contradiction(
        "P.4",
        "Paid twice",
        http=(
            Call(
                "The desk takes money for a booking that was paid by card",
                "POST /bookings/{paid}/desk-payment",
                "desk_payment_needs_pending_payment",
                {"method": "CASH"},
            ),
        ),
        sql=(
            Statement(
                "The same is entered in the ledger",
                "INSERT INTO hotelmate.payment_entry"
                " (hotel_id, booking_id, kind, amount, provider, method)"
                " SELECT hotel_id, id, 'AUTHORISED', total_amount, 'desk', 'CASH'"
                f" FROM hotelmate.room_booking WHERE {booking_is('paid')}",
                "desk_payment_needs_pending_payment",
            ),
        ),
    ),
    Contradiction(
        "P.5",
        "Refunded twice",
        http=(
            Call(
                "One more cent is refunded of what went back in full",
                "POST /bookings/{refunded}/refund",
                "payment_instruction_within_amounts",
                _BODY_OF_REFUND,
            ),
        ),
        sql=(
            Statement(
                "Stripe is told to refund it all once more",
                _instruction("refunded", "REFUND"),
                "payment_instruction_within_amounts",
            ),
            Statement(
                "The refund is entered in the ledger once more",
                _entry(
                    "refunded",
                    "kind, provider, provider_event_id, refund_id",
                    "'REFUNDED', 'stripe', {refund_event}, 're_of_nobody'",
                ),
                "payment_refunded_within_captured",
            ),
        ),
    ),
)
