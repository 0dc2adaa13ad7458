"""Drafts that nobody paid in time, cancelled as the server does it every half minute."""

from app.consistency.mending.fix import Fix
from app.queries.drafts import PRICE_IS_IN_LEDGER

EXPIRE = f"""\
UPDATE hotelmate.room_booking AS draft
SET status = 'CANCELLED_DRAFT', corrections = draft.corrections + 1
WHERE draft.hotel_id = %(hotel_id)s AND draft.id = %(booking_id)s
    AND draft.status = 'PENDING_PAYMENT' AND draft.expires_at < now()
    AND NOT {PRICE_IS_IN_LEDGER}
RETURNING 'the draft is cancelled'
"""

FIXES = {"drafts_past_expiry": Fix((EXPIRE,))}
