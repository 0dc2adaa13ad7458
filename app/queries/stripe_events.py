"""What Stripe says: stored once, with its effect in the same transaction."""

from app.database import Write

# No row: it is stored already, or is being stored by somebody whose COMMIT this waited for.
STORE = Write(
    """\
INSERT INTO hotelmate.stripe_webhook_event (event_id, event_type, origin, payload)
VALUES (%(event_id)s, %(event_type)s, %(origin)s, %(payload)s)
ON CONFLICT ON CONSTRAINT webhook_event_processed_once DO NOTHING
RETURNING status
"""
)

# Kept without effect: a rule refused the effect, or the event is not for us.
KEEP = Write(
    """\
INSERT INTO hotelmate.stripe_webhook_event
    (event_id, event_type, origin, status, payload, is_foreign, error)
VALUES (
    %(event_id)s, %(event_type)s, %(origin)s, 'FAILED', %(payload)s, %(is_foreign)s, %(error)s
)
ON CONFLICT ON CONSTRAINT webhook_event_processed_once DO NOTHING
RETURNING status
"""
)

WAITING = """\
SELECT event_id
FROM hotelmate.stripe_webhook_event
WHERE next_try_at <= coalesce(%(until)s, now())
ORDER BY next_try_at, event_id
LIMIT %(limit)s
"""

TRY_AGAIN = Write(
    """\
UPDATE hotelmate.stripe_webhook_event SET status = 'PROCESSED'
WHERE event_id = %(event_id)s AND status <> 'PROCESSED'
RETURNING status
"""
)

FAIL_AGAIN = Write(
    """\
UPDATE hotelmate.stripe_webhook_event SET status = 'FAILED', error = %(error)s
WHERE event_id = %(event_id)s AND status <> 'PROCESSED'
RETURNING status
"""
)
