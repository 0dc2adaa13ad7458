"""Amounts and payment stamps: by the ledger of the payment that counts, whose rows are evidence.

What the ledger does not show, Stripe may know: its reconciliation records that as evidence, and the
ledger shows it then. Without evidence nothing is written.
"""

from app.consistency.mending.fix import Fix

# The payment that counts is the booking's, else the first that held exactly its price, as when the
# booking waited for it. A stamp that is there stays: what it says against the ledger is for people.
# Where the booking stood at another row, its trigger draws the conclusions, as it always does; but
# of a ledger whose evidence is in doubt none, and a booking that the desk took money for is
# confirmed by whoever approves it, and by nobody else.
FOLLOW_THE_LEDGER = """\
UPDATE hotelmate.room_booking AS booking
SET payment_id = ledger.payment_id,
    payment_seq = ledger.seq,
    authorised_amount = ledger.authorised_total,
    captured_amount = ledger.captured_total,
    voided_amount = ledger.voided_total,
    refunded_amount = ledger.refunded_total,
    disputed_amount = ledger.disputed_total,
    payment_authorized_at = coalesce(booking.payment_authorized_at, ledger.authorised_at),
    paid_at = CASE
        WHEN booking.paid_at IS NULL AND ledger.paid_at IS NOT NULL
            THEN greatest(
                ledger.paid_at, coalesce(booking.payment_authorized_at, ledger.authorised_at)
            )
        ELSE booking.paid_at
    END,
    corrections = booking.corrections + 1
FROM (
    SELECT
        last.*,
        (
            SELECT min(entry.occurred_at) FROM hotelmate.payment_entry AS entry
            WHERE entry.hotel_id = last.hotel_id AND entry.booking_id = last.booking_id
                AND entry.payment_id = last.payment_id AND entry.kind = 'AUTHORISED'
        ) AS authorised_at,
        (
            SELECT min(entry.occurred_at) FROM hotelmate.payment_entry AS entry
            WHERE entry.hotel_id = last.hotel_id AND entry.booking_id = last.booking_id
                AND entry.payment_id = last.payment_id AND entry.kind = 'CAPTURED'
                AND entry.captured_total >= paid.total_amount
        ) AS paid_at
    FROM hotelmate.room_booking AS paid
    INNER JOIN hotelmate.payment_entry AS last
        ON last.hotel_id = paid.hotel_id AND last.booking_id = paid.id
            AND last.payment_id = coalesce(paid.payment_id, (
                SELECT hold.payment_id FROM hotelmate.payment_entry AS hold
                WHERE hold.hotel_id = paid.hotel_id AND hold.booking_id = paid.id
                    AND hold.kind = 'AUTHORISED' AND hold.currency = paid.currency
                    AND hold.authorised_total = paid.total_amount
                ORDER BY hold.created_at, hold.payment_id
                LIMIT 1
            ))
    WHERE paid.hotel_id = %(hotel_id)s AND paid.id = %(booking_id)s
    ORDER BY last.seq DESC
    LIMIT 1
) AS ledger
WHERE booking.hotel_id = %(hotel_id)s AND booking.id = %(booking_id)s
    AND (
        (
            booking.payment_id, booking.payment_seq, booking.authorised_amount,
            booking.captured_amount, booking.voided_amount, booking.refunded_amount,
            booking.disputed_amount
        ) IS DISTINCT FROM (
            ledger.payment_id, ledger.seq, ledger.authorised_total,
            ledger.captured_total, ledger.voided_total, ledger.refunded_total,
            ledger.disputed_total
        )
        OR (booking.payment_authorized_at IS NULL AND ledger.authorised_at IS NOT NULL)
        OR (booking.paid_at IS NULL AND ledger.paid_at IS NOT NULL)
    )
    AND NOT (
        booking.status IN ('PENDING_PAYMENT', 'PENDING_APPROVAL')
        AND ledger.provider = 'desk' AND ledger.captured_total > 0
    )
    -- Where it decides whether the booking stands, or is paid, each row is shown by what it names.
    AND (
        ledger.provider = 'desk'
        OR (
            booking.status NOT IN ('PENDING_PAYMENT', 'PENDING_APPROVAL')
            AND booking.paid_at IS NOT NULL
        )
        OR NOT EXISTS (
            SELECT FROM hotelmate.payment_entry AS entry
            LEFT JOIN hotelmate.stripe_webhook_event AS evidence
                ON evidence.event_id = entry.provider_event_id
            WHERE entry.hotel_id = booking.hotel_id AND entry.booking_id = booking.id
                AND entry.payment_id = ledger.payment_id
                AND (CASE entry.kind
                    WHEN 'AUTHORISED'
                        THEN evidence.payload #> '{data,object,amount}' >= to_jsonb(entry.amount)
                            AND evidence.payload #>> '{data,object,object}'
                            IN ('payment_intent', 'charge')
                    WHEN 'CAPTURED'
                        THEN coalesce(
                            evidence.payload #> '{data,object,amount_received}',
                            evidence.payload #> '{data,object,amount_captured}'
                        ) >= to_jsonb(entry.captured_total)
                    ELSE booking.status NOT IN ('PENDING_PAYMENT', 'PENDING_APPROVAL')
                END) IS NOT TRUE
        )
    )
RETURNING format(
    'amounts and stamps are those of row %%s of the ledger: %%s captured, paid %%s',
    booking.payment_seq, booking.captured_amount,
    coalesce(to_char(booking.paid_at, '"at" YYYY-MM-DD HH24:MI "UTC"'), 'not yet')
)
"""

LEDGER = Fix(
    (FOLLOW_THE_LEDGER,),
    asks_stripe=True,
    unless=("payment_entry_chained", "payment_entry_event_known", "payment_entry_of_payment"),
)
FIXES = {
    "booking_amounts_need_ledger": LEDGER,
    "booking_amounts_are_ledgers": LEDGER,
    "booking_pending_payment_is_unpaid": LEDGER,
    "booking_pending_approval_is_authorised": LEDGER,
    "booking_confirmed_is_paid": LEDGER,
    "booking_paid_was_authorised": LEDGER,
    "booking_payment_stamped": LEDGER,
}
