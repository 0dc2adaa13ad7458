"""What the front desk decides about a booking: payment at the desk, approval and every ending."""

from app.database import Write
from app.queries.bookings import BOOKING, READ, THIS_BOOKING

_CHANGE = "UPDATE hotelmate.room_booking AS booking SET {facts}" + (
    f" WHERE {THIS_BOOKING} RETURNING {BOOKING}"
)

# The stamp is written along with the status: a second approval would rewrite it and is refused.
APPROVE = Write(_CHANGE.format(facts="status = 'CONFIRMED', decision_at = now()"))
DECLINE = Write(
    _CHANGE.format(facts="status = 'DECLINED', decision_at = now(), decline_reason = %(reason)s")
)
CANCEL = Write(
    _CHANGE.format(
        facts="status = 'CANCELLED', cancelled_at = now(), cancellation_reason = %(reason)s"
    )
)
NO_SHOW = Write(_CHANGE.format(facts="status = 'NO_SHOW'"))

PAY_AT_DESK = Write(
    f"""\
INSERT INTO hotelmate.payment_entry (
    hotel_id, booking_id, kind, amount, provider, method, reference
)
SELECT
    booking.hotel_id, booking.id, 'AUTHORISED',
    coalesce(%(amount)s::bigint, booking.total_amount), 'desk', %(method)s, %(reference)s
FROM hotelmate.room_booking AS booking
WHERE {THIS_BOOKING}
RETURNING seq
""",
    result=READ,
)
