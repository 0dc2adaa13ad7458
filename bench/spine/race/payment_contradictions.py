"""What a hotel's money must never be, as SQL on the facts alone.

As in `state_contradictions`: ledgers are added up anew, row by row, and what is owed is worked out
from them. Each query gives one text a broken subject and no rows when all is well.
"""

# What each payment comes to.
_LEDGER = """(
    SELECT entry.hotel_id, entry.booking_id, entry.payment_id, min(entry.provider) AS provider,
        coalesce(sum(amount) FILTER (WHERE kind = 'AUTHORISED'), 0) AS authorised,
        coalesce(sum(amount) FILTER (WHERE kind = 'CAPTURED'), 0) AS captured,
        coalesce(sum(amount) FILTER (WHERE kind = 'VOIDED'), 0) AS voided,
        coalesce(sum(amount) FILTER (WHERE kind = 'REFUNDED'), 0)
            - coalesce(sum(amount) FILTER (WHERE kind = 'REFUND_FAILED'), 0) AS refunded,
        coalesce(sum(amount) FILTER (WHERE kind = 'DISPUTED'), 0)
            - coalesce(sum(amount) FILTER (WHERE kind = 'DISPUTE_WON'), 0) AS disputed
    FROM hotelmate.payment_entry AS entry
    GROUP BY entry.hotel_id, entry.booking_id, entry.payment_id
) AS ledger"""
_BOOKING_OF_LEDGER = f"""hotelmate.room_booking AS booking
        JOIN {_LEDGER} ON ledger.hotel_id = booking.hotel_id AND ledger.booking_id = booking.id"""
_COUNTS = "ledger.payment_id IS NOT DISTINCT FROM booking.payment_id"
# Nothing more comes of such a booking: what it does not keep is given back.
_OVER = "booking.status IN ('CANCELLED', 'CANCELLED_DRAFT', 'DECLINED')"


def _instructed(what: str, kind: str, states: str) -> str:
    return f"""SELECT {what} FROM hotelmate.payment_instruction AS given
            WHERE given.hotel_id = ledger.hotel_id AND given.booking_id = ledger.booking_id
                AND given.payment_id = ledger.payment_id
                AND given.kind = '{kind}' AND given.state IN ({states})"""


PAYMENT_CONTRADICTIONS: dict[str, str] = {
    "confirmed_but_unpaid": """
        SELECT booking.id FROM hotelmate.room_booking AS booking
        WHERE booking.status IN ('CONFIRMED', 'COMPLETED', 'NO_SHOW') AND (
            booking.paid_at IS NULL OR booking.total_amount > (
                SELECT coalesce(sum(amount), 0) FROM hotelmate.payment_entry AS entry
                WHERE entry.hotel_id = booking.hotel_id AND entry.booking_id = booking.id
                    AND entry.payment_id = booking.payment_id AND entry.kind = 'CAPTURED'
            )
        )
    """,
    "confirmed_but_not_approved": """
        SELECT booking.id FROM hotelmate.room_booking AS booking
        WHERE booking.approved_at IS NULL
            AND booking.status IN ('CONFIRMED', 'COMPLETED', 'NO_SHOW')
    """,
    "unpaid_draft_with_payment": """
        SELECT booking.id FROM hotelmate.room_booking AS booking
        WHERE booking.status = 'PENDING_PAYMENT' AND (
            num_nonnulls(booking.payment_authorized_at, booking.paid_at, booking.payment_id) > 0
            OR EXISTS (
                SELECT 1 FROM hotelmate.payment_entry AS entry
                WHERE entry.hotel_id = booking.hotel_id AND entry.booking_id = booking.id
                    AND entry.provider = 'desk'
            )
        )
    """,
    "amounts_differ_from_ledger": f"""
        SELECT booking.id FROM hotelmate.room_booking AS booking
        LEFT JOIN {_LEDGER} ON ledger.hotel_id = booking.hotel_id
            AND ledger.booking_id = booking.id AND ledger.payment_id = booking.payment_id
        WHERE (
            booking.authorised_amount, booking.captured_amount, booking.voided_amount,
            booking.refunded_amount, booking.disputed_amount, booking.payment_provider
        ) IS DISTINCT FROM (
            coalesce(authorised, 0)::bigint, coalesce(captured, 0)::bigint,
            coalesce(voided, 0)::bigint, coalesce(refunded, 0)::bigint,
            coalesce(disputed, 0)::bigint, ledger.provider
        )
    """,
    "money_out_of_nothing": f"""
        SELECT ledger.payment_id FROM {_LEDGER}
        WHERE authorised < captured + voided OR refunded NOT BETWEEN 0 AND captured OR disputed < 0
    """,
    "ledger_of_another_payment": """
        SELECT entry.payment_id FROM hotelmate.payment_entry AS entry
        LEFT JOIN hotelmate.payment ON payment.hotel_id = entry.hotel_id
            AND payment.id = entry.payment_id
        WHERE (entry.booking_id, entry.provider, entry.currency)
            IS DISTINCT FROM (payment.booking_id, payment.provider, payment.currency)
    """,
    "paid_before_authorised": """
        SELECT booking.id FROM hotelmate.room_booking AS booking
        WHERE booking.paid_at IS NOT NULL
            AND (booking.payment_authorized_at <= booking.paid_at) IS NOT TRUE
    """,
    "evidence_without_effect": """
        SELECT entry.payment_id FROM hotelmate.payment_entry AS entry
        LEFT JOIN hotelmate.stripe_webhook_event AS event
            ON event.event_id = entry.provider_event_id
        WHERE entry.provider = 'stripe' AND (event.status, event.hotel_id, event.booking_id)
            IS DISTINCT FROM ('PROCESSED', entry.hotel_id, entry.booking_id)
    """,
    "payment_intent_of_two_bookings": """
        SELECT payment.id FROM hotelmate.payment
        LEFT JOIN hotelmate.stripe_payment_intent AS known
            ON known.payment_intent_id = payment.payment_intent_id
        WHERE payment.provider = 'stripe' AND (known.hotel_id, known.booking_id)
            IS DISTINCT FROM (payment.hotel_id, payment.booking_id)
        UNION ALL
        SELECT min(id) FROM hotelmate.payment WHERE payment_intent_id IS NOT NULL
        GROUP BY payment_intent_id HAVING count(*) > 1
    """,
    "hold_that_nobody_releases": f"""
        SELECT ledger.payment_id FROM {_BOOKING_OF_LEDGER}
        WHERE authorised > captured + voided AND (NOT ({_COUNTS}) OR {_OVER})
            AND NOT EXISTS ({_instructed("1", "VOID", "'PENDING', 'DONE', 'FAILED'")})
    """,
    "approved_hold_that_nobody_captures": f"""
        SELECT ledger.payment_id FROM {_BOOKING_OF_LEDGER}
        WHERE authorised > captured + voided AND {_COUNTS}
            AND booking.status = 'PENDING_APPROVAL' AND booking.approved_at IS NOT NULL
            AND NOT EXISTS ({_instructed("1", "CAPTURE", "'PENDING', 'DONE', 'FAILED'")})
    """,
    "instruction_without_money": f"""
        SELECT ledger.payment_id FROM {_LEDGER}
        WHERE captured - refunded - disputed
                < ({_instructed("sum(given.amount)", "REFUND", "'PENDING'")})
            OR authorised - captured - voided
                < ({_instructed("sum(given.amount)", "CAPTURE", "'PENDING'")})
            OR authorised - captured - voided
                < ({_instructed("sum(given.amount)", "VOID", "'PENDING'")})
    """,
    "money_kept_without_a_right": f"""
        SELECT ledger.payment_id FROM {_BOOKING_OF_LEDGER}
        WHERE (NOT ({_COUNTS}) OR {_OVER})
            AND captured - refunded - disputed - (
                {_instructed("coalesce(sum(given.amount), 0)", "REFUND", "'PENDING', 'FAILED'")}
            ) > CASE WHEN {_COUNTS} THEN coalesce(booking.cancellation_fee_amount, 0) ELSE 0 END
    """,
    "page_that_asks_for_nothing_owed": """
        SELECT page.id FROM hotelmate.payment_session AS page
        JOIN hotelmate.room_booking AS booking
            ON booking.hotel_id = page.hotel_id AND booking.id = page.booking_id
        WHERE page.state IN ('REQUESTED', 'OPEN') AND (
            booking.status <> 'PENDING_PAYMENT'
            OR (page.amount, page.currency) <> (booking.total_amount, booking.currency)
        )
    """,
}
