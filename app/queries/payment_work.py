"""What the payments worker does: instructions to carry out, holds to watch."""

from app.database import Write

# While one worker has an instruction, nobody sends another one for the same payment.
_FREE = """\
    (mine.claimed_until IS NULL OR mine.claimed_until <= now())
    AND NOT EXISTS (
        SELECT FROM hotelmate.payment_instruction AS other
        WHERE other.hotel_id = mine.hotel_id AND other.booking_id = mine.booking_id
            AND other.payment_id = mine.payment_id AND other.id <> mine.id
            AND other.claimed_until > now()
    )"""

# In turn by hotel: a hotel with much to do does not keep the others waiting.
DUE = f"""\
SELECT due.hotel_id, due.id
FROM (
    SELECT
        mine.hotel_id, mine.id, mine.next_try_at,
        row_number() OVER (PARTITION BY mine.hotel_id ORDER BY mine.next_try_at, mine.id) AS turn
    FROM hotelmate.payment_instruction AS mine
    WHERE mine.state = 'PENDING' AND mine.next_try_at <= now() AND {_FREE}
) AS due
ORDER BY due.turn, due.next_try_at, due.hotel_id, due.id
LIMIT %(limit)s
"""

# Claims queue at the lock, for two that begin together would not see each other's.
CLAIM = Write(
    lock="SELECT pg_advisory_xact_lock(hashtextextended('hotelmate.payment_claim', 0))",
    statement=f"""\
WITH claimed AS (
    UPDATE hotelmate.payment_instruction AS wanted
    SET claimed_until = clock_timestamp() + %(lease)s, tries = wanted.tries + 1
    WHERE wanted.hotel_id = %(hotel_id)s AND wanted.id = (
        SELECT mine.id FROM hotelmate.payment_instruction AS mine
        WHERE mine.hotel_id = %(hotel_id)s AND mine.id = %(id)s
            AND mine.state = 'PENDING' AND mine.next_try_at <= now() AND {_FREE}
        FOR UPDATE SKIP LOCKED
    )
    RETURNING wanted.*
)
SELECT
    claimed.hotel_id, claimed.id, claimed.kind, claimed.amount, claimed.tries,
    claimed.key_generation, floor(extract(EPOCH FROM claimed.created_at))::bigint AS made_at,
    hotel.slug AS hotel_slug, booking.booking_reference,
    payment.payment_intent_id, session.stripe_session_id
FROM claimed
INNER JOIN hotelmate.hotel AS hotel ON hotel.hotel_id = claimed.hotel_id
INNER JOIN hotelmate.room_booking AS booking
    ON booking.hotel_id = claimed.hotel_id AND booking.id = claimed.booking_id
LEFT JOIN hotelmate.payment AS payment
    ON payment.hotel_id = claimed.hotel_id AND payment.id = claimed.payment_id
LEFT JOIN hotelmate.payment_session AS session
    ON session.hotel_id = claimed.hotel_id AND session.id = claimed.session_id
""",
)

STATE = """\
SELECT state FROM hotelmate.payment_instruction WHERE hotel_id = %(hotel_id)s AND id = %(id)s
"""

# Only by whoever has it: `tries` counts the claims, so an older claim lets go of nothing.
LET_GO = Write(
    """\
UPDATE hotelmate.payment_instruction
SET
    claimed_until = NULL,
    last_error = CASE state WHEN 'PENDING' THEN %(error)s ELSE last_error END,
    next_try_at = CASE state WHEN 'PENDING' THEN now() + %(pause)s ELSE next_try_at END,
    key_generation = key_generation + CASE state WHEN 'PENDING' THEN %(further)s ELSE 0 END,
    state = CASE WHEN state = 'PENDING' AND %(fails)s THEN 'FAILED' ELSE state END
WHERE hotel_id = %(hotel_id)s AND id = %(id)s AND tries = %(tries)s
RETURNING state
"""
)

# Our side of a payment intent: no row when we do not know it.
STANDING = """\
SELECT
    payment.hotel_id, payment.id, payment.provider_status,
    coalesce(ledger.authorised_total - ledger.captured_total - ledger.voided_total, 0),
    coalesce(ledger.captured_total, 0), coalesce(ledger.refunded_total, 0),
    coalesce(ledger.disputed_total, 0), payment.capture_before
FROM hotelmate.stripe_payment_intent AS known
INNER JOIN hotelmate.payment AS payment
    ON payment.hotel_id = known.hotel_id AND payment.payment_intent_id = known.payment_intent_id
LEFT JOIN LATERAL (
    SELECT entry.* FROM hotelmate.payment_entry AS entry
    WHERE entry.hotel_id = payment.hotel_id AND entry.booking_id = payment.booking_id
        AND entry.payment_id = payment.id
    ORDER BY entry.seq DESC LIMIT 1
) AS ledger ON true
WHERE known.payment_intent_id = %(payment_intent_id)s
"""

LOOKED = Write(
    """\
UPDATE hotelmate.payment SET looked_at = now()
WHERE hotel_id = %(hotel_id)s AND id = %(id)s
RETURNING id
"""
)

# A hold whose end is unknown, or over without a word of Stripe's.
UNWATCHED = """\
SELECT payment.payment_intent_id
FROM hotelmate.payment AS payment
WHERE payment.provider_status = 'requires_capture'
    AND (
        (payment.capture_before IS NULL AND payment.created_at < now() - interval '1 minute')
        OR payment.capture_before < now()
    )
    AND (payment.looked_at IS NULL OR payment.looked_at < now() - %(every)s)
ORDER BY payment.looked_at NULLS FIRST, payment.hotel_id, payment.id
LIMIT %(limit)s
"""

HOTELS_WITH_LAPSING = """\
SELECT DISTINCT payment.hotel_id
FROM hotelmate.payment AS payment
WHERE payment.provider_status = 'requires_capture' AND payment.lapse_reported_at IS NULL
    AND payment.capture_before < now() + %(within)s
"""

REPORT_LAPSING = Write(
    """\
WITH reported AS (
    UPDATE hotelmate.payment AS payment SET lapse_reported_at = now()
    WHERE payment.hotel_id = %(hotel_id)s AND payment.id IN (
        SELECT hold.id FROM hotelmate.payment AS hold
        WHERE hold.hotel_id = %(hotel_id)s AND hold.provider_status = 'requires_capture'
            AND hold.lapse_reported_at IS NULL AND hold.capture_before < now() + %(within)s
        ORDER BY hold.id
        LIMIT %(limit)s
        FOR UPDATE SKIP LOCKED
    )
    RETURNING payment.id
)
SELECT count(*) FROM reported
"""
)
