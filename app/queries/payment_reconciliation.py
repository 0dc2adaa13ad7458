"""What reconciliation asks of our side, and what it leaves to people.

Findings are rows of hotel, booking_id, subject, what is wrong and how to mend it.
"""

from app.database import Write

# When the clock of the database stands, until when Stripe's events are listed, and whether it is
# time to list them again.
LAST = """\
SELECT now(), max(run.listed_until), coalesce(max(run.listed_until) < now() - %(every)s, true)
FROM hotelmate.payment_reconciliation AS run
WHERE run.finished_at IS NOT NULL
"""

BEGIN = Write(
    """\
INSERT INTO hotelmate.payment_reconciliation (listed_until) VALUES (%(listed_until)s)
RETURNING id
"""
)

FINISH = Write(
    """\
UPDATE hotelmate.payment_reconciliation
SET
    finished_at = clock_timestamp(), events_listed = %(events_listed)s,
    payments_compared = %(payments_compared)s, repaired = %(repaired)s,
    unexplained = %(unexplained)s
WHERE id = %(id)s
RETURNING id
"""
)

STORED_EVENTS = """\
SELECT event.event_id
FROM hotelmate.stripe_webhook_event AS event
WHERE event.event_id = ANY(%(event_ids)s)
"""

WAITING_EVENTS = """\
SELECT event.event_id
FROM hotelmate.stripe_webhook_event AS event
WHERE event.next_try_at IS NOT NULL
ORDER BY event.received_at, event.event_id
"""

# Payment intents that may have moved: not over, spoken of, with events that a rule refused, or all.
# One may be known by its session alone.
_COMPARED = """\
SELECT known.payment_intent_id, known.hotel_id
FROM hotelmate.stripe_payment_intent AS known
WHERE """

# Branch by branch, so that each finds its few by an index of its own.
TO_COMPARE = f"""\
SELECT compared.payment_intent_id
FROM (
    {_COMPARED} %(everything)s
    UNION
    SELECT payment.payment_intent_id, payment.hotel_id
    FROM hotelmate.payment AS payment
    WHERE payment.payment_intent_id IS NOT NULL
        AND (
            payment.provider_status IS NULL
            OR payment.provider_status NOT IN ('succeeded', 'canceled')
        )
    UNION
    {_COMPARED} known.payment_intent_id = ANY(%(spoken_of)s)
    UNION
    SELECT known.payment_intent_id, known.hotel_id
    FROM hotelmate.stripe_webhook_event AS event
    INNER JOIN hotelmate.stripe_payment_intent AS known
        ON known.payment_intent_id = event.payment_intent_id
    WHERE event.status = 'FAILED'
) AS compared
INNER JOIN hotelmate.hotel AS hotel ON hotel.hotel_id = compared.hotel_id
WHERE hotel.slug = coalesce(%(hotel)s, hotel.slug)
ORDER BY compared.hotel_id, compared.payment_intent_id
"""

KNOWN_INTENTS = """\
SELECT known.payment_intent_id
FROM hotelmate.stripe_payment_intent AS known
WHERE known.payment_intent_id = ANY(%(payment_intent_ids)s)
"""

BOOKING_OF_INTENT = """\
SELECT hotel.slug, booking.booking_reference
FROM hotelmate.stripe_payment_intent AS known
INNER JOIN hotelmate.hotel AS hotel ON hotel.hotel_id = known.hotel_id
INNER JOIN hotelmate.room_booking AS booking
    ON booking.hotel_id = known.hotel_id AND booking.id = known.booking_id
WHERE known.payment_intent_id = %(payment_intent_id)s
"""

# What a rule refused stays until it takes effect; what is not ours is told of for a week.
REFUSED_EVENTS = """\
SELECT
    coalesce(hotel.slug, ''), coalesce(booking.booking_reference, ''), 'event ' || event.event_id,
    event.event_type || CASE
        WHEN event.is_foreign THEN ' is not ours: ' ELSE ' was refused: '
    END || event.error,
    CASE
        WHEN event.is_foreign
            THEN 'compare our keys and the API version of the webhook endpoint with Stripe''s'
        ELSE 'compare the payment with Stripe''s Dashboard; the event is tried again by itself'
    END
FROM hotelmate.stripe_webhook_event AS event
LEFT JOIN hotelmate.hotel AS hotel ON hotel.hotel_id = event.hotel_id
LEFT JOIN hotelmate.room_booking AS booking
    ON booking.hotel_id = event.hotel_id AND booking.id = event.booking_id
WHERE event.status = 'FAILED'
    AND (NOT event.is_foreign OR event.received_at > now() - interval '7 days')
ORDER BY event.received_at, event.event_id
"""

EVENTS_FOR_NOBODY = """\
SELECT
    coalesce(min(named.hotel), ''),
    coalesce(min(named.booking), ''),
    coalesce('payment intent ' || event.payment_intent_id, 'event ' || min(event.event_id)),
    count(*) || ' events name no booking of ours, the first ' || min(event.event_type),
    'look it up in Stripe''s Dashboard; if it is not wanted there, refund it there'
FROM hotelmate.stripe_webhook_event AS event
LEFT JOIN LATERAL hotelmate.metadata_of_event(event.event_id) AS named ON true
WHERE event.status = 'RECEIVED' AND event.next_try_at IS NOT NULL
GROUP BY
    event.payment_intent_id, CASE WHEN event.payment_intent_id IS NULL THEN event.event_id END
ORDER BY min(event.received_at)
"""

# A refund that failed is owed while there is anything left to refund; what became of a booking
# whose capture failed, the booking says: it is told of for a week.
INSTRUCTIONS = """\
SELECT
    hotel.slug, booking.booking_reference,
    lower(told.kind) || ' instruction ' || told.id,
    CASE told.state
        WHEN 'FAILED' THEN 'given up: ' || coalesce(told.last_error, 'the hold is gone')
        ELSE 'pending for ' || date_trunc('minute', now() - told.created_at)
            || coalesce(': ' || told.last_error, '')
    END,
    CASE
        WHEN told.state = 'PENDING' THEN 'see that the payments worker runs and reaches Stripe'
        WHEN told.kind = 'REFUND'
            THEN 'refund it in Stripe''s Dashboard, or otherwise and set its state to DONE'
        ELSE 'tell the guest: the booking is not paid'
    END
FROM hotelmate.payment_instruction AS told
INNER JOIN hotelmate.hotel AS hotel ON hotel.hotel_id = told.hotel_id
INNER JOIN hotelmate.room_booking AS booking
    ON booking.hotel_id = told.hotel_id AND booking.id = told.booking_id
WHERE (told.state = 'PENDING' AND told.created_at < now() - interval '1 hour')
    OR (told.state = 'FAILED' AND told.kind = 'CAPTURE'
        AND told.settled_at > now() - interval '7 days')
    OR (told.state = 'FAILED' AND told.kind = 'REFUND' AND EXISTS (
        SELECT FROM hotelmate.payment_entry AS ledger
        WHERE ledger.hotel_id = told.hotel_id AND ledger.booking_id = told.booking_id
            AND ledger.payment_id = told.payment_id
            AND ledger.captured_total > ledger.refunded_total + ledger.disputed_total
            AND ledger.seq = (
                SELECT max(entry.seq) FROM hotelmate.payment_entry AS entry
                WHERE entry.hotel_id = told.hotel_id AND entry.booking_id = told.booking_id
                    AND entry.payment_id = told.payment_id
            )
    ))
ORDER BY told.created_at, told.hotel_id, told.id
"""

LAPSING_HOLDS = """\
SELECT
    hotel.slug, booking.booking_reference, 'payment intent ' || payment.payment_intent_id,
    'its hold lapses at ' || to_char(
        payment.capture_before AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'
    ),
    CASE booking.status
        WHEN 'PENDING_APPROVAL' THEN 'approve or decline the booking before'
        ELSE 'the booking is ' || booking.status || ': nothing is lost when it lapses'
    END
FROM hotelmate.payment AS payment
INNER JOIN hotelmate.hotel AS hotel ON hotel.hotel_id = payment.hotel_id
INNER JOIN hotelmate.room_booking AS booking
    ON booking.hotel_id = payment.hotel_id AND booking.id = payment.booking_id
WHERE payment.provider_status = 'requires_capture'
    AND payment.capture_before < now() + interval '24 hours'
ORDER BY payment.capture_before, payment.hotel_id, payment.id
"""
