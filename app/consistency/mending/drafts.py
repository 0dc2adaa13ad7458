"""Drafts that nobody paid in time, cancelled as the server does it every half minute."""

from app.consistency.mending.fix import Fix

EXPIRE = """\
UPDATE hotelmate.room_booking SET status = 'CANCELLED_DRAFT', corrections = corrections + 1
WHERE hotel_id = %(hotel_id)s AND id = %(booking_id)s
    AND status = 'PENDING_PAYMENT' AND expires_at < now()
RETURNING 'the draft is cancelled'
"""

FIXES = {"drafts_past_expiry": Fix((EXPIRE,))}
