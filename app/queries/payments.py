"""Payments of a booking: sessions in which guests pay, refunds, and what there is."""

from app.database import Write
from app.queries.bookings import LOCK, READ, THIS_BOOKING

_SESSION_OF_BOOKING = "session.hotel_id = booking.hotel_id AND session.booking_id = booking.id"
_LIVE = "session.state IN ('REQUESTED', 'OPEN')"

# The live session of a booking, made unless there is one. One whose time is over makes way; the
# count lets it do so before the key that allows one is asked.
ASK_FOR_SESSION = Write(
    f"""\
WITH over AS (
    UPDATE hotelmate.payment_session AS session SET state = 'EXPIRED'
    FROM hotelmate.room_booking AS booking
    WHERE {THIS_BOOKING} AND {_SESSION_OF_BOOKING} AND {_LIVE} AND session.expires_at <= now()
    RETURNING session.id
),

made AS (
    INSERT INTO hotelmate.payment_session (hotel_id, booking_id, success_url, cancel_url)
    SELECT booking.hotel_id, booking.id, %(success_url)s, %(cancel_url)s
    FROM hotelmate.room_booking AS booking
    WHERE {THIS_BOOKING} AND (SELECT count(*) FROM over) >= 0
    ON CONFLICT (hotel_id, booking_id) WHERE state IN ('REQUESTED', 'OPEN') DO NOTHING
    RETURNING id
)

SELECT booking.id, (SELECT count(*) FROM made)
FROM hotelmate.room_booking AS booking
WHERE {THIS_BOOKING}
""",
    lock=LOCK,
    result=f"""\
SELECT
    session.id, session.created_at = now(), session.url, session.amount, session.currency,
    session.expires_at, session.success_url, session.cancel_url, session.created_at,
    booking.check_in, booking.check_out, booking.booker_email
FROM hotelmate.room_booking AS booking
INNER JOIN hotelmate.payment_session AS session ON {_SESSION_OF_BOOKING} AND {_LIVE}
WHERE {THIS_BOOKING}
""",
)

# The booking is locked first: whoever closes it meanwhile either closes this session too, or has
# done so and there is none to open any more.
OPEN_SESSION = Write(
    f"""\
UPDATE hotelmate.payment_session AS session
SET state = 'OPEN', stripe_session_id = %(stripe_session_id)s, url = %(url)s,
    expires_at = %(expires_at)s
FROM hotelmate.room_booking AS booking
WHERE {THIS_BOOKING} AND {_SESSION_OF_BOOKING} AND session.id = %(session_id)s AND {_LIVE}
RETURNING session.url, session.expires_at
""",
    lock=LOCK,
)

# What Stripe refused is not asked for again.
GIVE_UP_SESSION = Write(
    f"""\
UPDATE hotelmate.payment_session AS session SET state = 'EXPIRED'
FROM hotelmate.room_booking AS booking
WHERE {THIS_BOOKING} AND {_SESSION_OF_BOOKING} AND session.id = %(session_id)s
    AND session.state = 'REQUESTED'
RETURNING session.id
""",
    lock=LOCK,
)

# Money from the desk is given back at the desk; Stripe is told to give back its own. Of a booking
# that nobody paid, the ledger refuses.
REFUND = Write(
    f"""\
WITH paid AS (
    SELECT booking.hotel_id, booking.id, booking.payment_id, booking.payment_provider
    FROM hotelmate.room_booking AS booking
    WHERE {THIS_BOOKING}
),

at_desk AS (
    INSERT INTO hotelmate.payment_entry (
        hotel_id, booking_id, payment_id, kind, amount, provider, method, reference
    )
    SELECT
        paid.hotel_id, paid.id, paid.payment_id, 'REFUNDED', %(amount)s, 'desk',
        coalesce(taken.method, 'CASH'), taken.reference
    FROM paid
    LEFT JOIN LATERAL (
        SELECT entry.method, entry.reference
        FROM hotelmate.payment_entry AS entry
        WHERE entry.hotel_id = paid.hotel_id AND entry.booking_id = paid.id
            AND entry.payment_id = paid.payment_id AND entry.kind = 'AUTHORISED'
        ORDER BY entry.seq DESC LIMIT 1
    ) AS taken ON true
    WHERE paid.payment_provider IS DISTINCT FROM 'stripe'
),

at_stripe AS (
    INSERT INTO hotelmate.payment_instruction (hotel_id, booking_id, payment_id, kind, amount)
    SELECT paid.hotel_id, paid.id, paid.payment_id, 'REFUND', %(amount)s
    FROM paid
    WHERE paid.payment_provider = 'stripe'
)

SELECT paid.id FROM paid
""",
    result=READ,
)

_ENTRY = """\
json_build_object(
            'seq', entry.seq,
            'kind', entry.kind,
            'amount', entry.amount,
            'method', entry.method,
            'reference', entry.reference,
            'refund_id', entry.refund_id,
            'dispute_id', entry.dispute_id,
            'instruction_id', entry.instruction_id,
            'occurred_at', entry.occurred_at,
            'actor', entry.actor,
            'source', entry.source,
            'reason', entry.reason,
            'request_id', entry.request_id,
            'at', entry.created_at
        )"""

_INSTRUCTIONS = """\
(SELECT coalesce(json_agg(json_build_object(
            'instruction_id', told.id,
            'kind', told.kind,
            'amount', told.amount,
            'state', told.state,
            'tries', told.tries,
            'last_error', told.last_error,
            'actor', told.actor,
            'source', told.source,
            'reason', told.reason,
            'request_id', told.request_id,
            'created_at', told.created_at,
            'settled_at', told.settled_at
        ) ORDER BY told.id), '[]')
         FROM hotelmate.payment_instruction AS told
         WHERE told.hotel_id = booking.hotel_id AND told.booking_id = booking.id
             AND {of_what})"""

_OF_PAYMENT = (
    "entry.hotel_id = payment.hotel_id AND entry.booking_id = payment.booking_id"
    " AND entry.payment_id = payment.id"
)

_PAYMENT = f"""\
json_build_object(
        'payment_id', payment.id,
        'counts', payment.id IS NOT DISTINCT FROM booking.payment_id,
        'provider', payment.provider,
        'currency', payment.currency,
        'payment_intent_id', payment.payment_intent_id,
        'status', payment.provider_status,
        'failure_code', payment.provider_failure,
        'capture_before', payment.capture_before,
        'authorised_amount', coalesce(last_entry.authorised_total, 0),
        'captured_amount', coalesce(last_entry.captured_total, 0),
        'voided_amount', coalesce(last_entry.voided_total, 0),
        'refunded_amount', coalesce(last_entry.refunded_total, 0),
        'disputed_amount', coalesce(last_entry.disputed_total, 0),
        'created_at', payment.created_at,
        'entries', (SELECT coalesce(json_agg({_ENTRY} ORDER BY entry.seq), '[]')
         FROM hotelmate.payment_entry AS entry
         WHERE {_OF_PAYMENT}),
        'instructions', {_INSTRUCTIONS.format(of_what="told.payment_id = payment.id")}
    )"""

_SESSION = f"""\
json_build_object(
        'payment_session_id', session.id,
        'state', session.state,
        'amount', session.amount,
        'currency', session.currency,
        'expires_at', session.expires_at,
        'created_at', session.created_at,
        'instructions', {_INSTRUCTIONS.format(of_what="told.session_id = session.id")}
    )"""

LIST = f"""\
SELECT json_build_object(
    'items', (SELECT coalesce(json_agg({_PAYMENT} ORDER BY payment.id), '[]')
     FROM hotelmate.payment
     LEFT JOIN LATERAL (
         SELECT entry.* FROM hotelmate.payment_entry AS entry
         WHERE {_OF_PAYMENT}
         ORDER BY entry.seq DESC LIMIT 1
     ) AS last_entry ON true
     WHERE payment.hotel_id = booking.hotel_id AND payment.booking_id = booking.id),
    'sessions', (SELECT coalesce(json_agg({_SESSION} ORDER BY session.id), '[]')
     FROM hotelmate.payment_session AS session
     WHERE {_SESSION_OF_BOOKING})
)
FROM hotelmate.room_booking AS booking
WHERE {THIS_BOOKING}
"""
