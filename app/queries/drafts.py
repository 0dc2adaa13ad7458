"""Unpaid drafts whose time is over."""

from app.database import Write

HOTELS_WITH_EXPIRED = """\
SELECT DISTINCT booking.hotel_id
FROM hotelmate.room_booking AS booking
WHERE booking.status = 'PENDING_PAYMENT' AND booking.expires_at < now()
"""

# Its booking has not heard of it, as where a trigger was off.
PRICE_IS_IN_LEDGER = """\
EXISTS (
    SELECT FROM hotelmate.payment_entry AS hold
    WHERE hold.hotel_id = draft.hotel_id AND hold.booking_id = draft.id
        AND hold.kind = 'AUTHORISED' AND hold.currency = draft.currency
        AND hold.authorised_total - hold.voided_total = draft.total_amount
)"""

# A draft that someone is paying at this moment is locked and left alone; so is one whose price is
# in the ledger: a check tells of it.
EXPIRE = Write(
    f"""\
WITH expired AS (
UPDATE hotelmate.room_booking AS booking SET status = 'CANCELLED_DRAFT'
WHERE booking.hotel_id = %(hotel_id)s AND booking.id IN (
    SELECT draft.id
    FROM hotelmate.room_booking AS draft
    WHERE draft.hotel_id = %(hotel_id)s
        AND draft.status = 'PENDING_PAYMENT' AND draft.expires_at < now()
        AND NOT {PRICE_IS_IN_LEDGER}
    ORDER BY draft.id
    LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
)
RETURNING booking.id
)
SELECT count(*) FROM expired
"""
)
