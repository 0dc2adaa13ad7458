"""Drafts that nobody paid in time, cancelled as the server does it every half minute."""

from app.consistency.mending.fix import Fix

# Not one whose price is in the ledger: its booking has not heard of it, as where a trigger was off.
EXPIRE = """\
UPDATE hotelmate.room_booking AS draft
SET status = 'CANCELLED_DRAFT', corrections = draft.corrections + 1
WHERE draft.hotel_id = %(hotel_id)s AND draft.id = %(booking_id)s
    AND draft.status = 'PENDING_PAYMENT' AND draft.expires_at < now()
    AND NOT EXISTS (
        SELECT FROM hotelmate.payment_entry AS hold
        WHERE hold.hotel_id = draft.hotel_id AND hold.booking_id = draft.id
            AND hold.kind = 'AUTHORISED' AND hold.currency = draft.currency
            AND hold.authorised_total - hold.voided_total = draft.total_amount
    )
RETURNING 'the draft is cancelled'
"""

FIXES = {"drafts_past_expiry": Fix((EXPIRE,))}
