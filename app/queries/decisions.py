"""What the front desk decides about a booking: payment at the desk, approval and every ending."""

from app.database import Write
from app.queries.bookings import READ, THIS_BOOKING


def _decide(facts: str) -> Write:
    """Return the change that writes facts of a booking.

    What follows in the ledger changes the booking once more, which RETURNING would not show.
    """
    return Write(
        f"UPDATE hotelmate.room_booking AS booking SET {facts} WHERE {THIS_BOOKING}"
        " RETURNING booking.id",
        result=READ,
    )


# The stamp is written along with the fact: a second decision would rewrite it and is refused.
APPROVE = _decide("approved_at = now(), decision_at = now()")
DECLINE = _decide("status = 'DECLINED', decision_at = now(), decline_reason = %(reason)s")
CANCEL = _decide("status = 'CANCELLED', cancelled_at = now(), cancellation_reason = %(reason)s")
NO_SHOW = _decide("status = 'NO_SHOW', no_show_at = now()")

PAY_AT_DESK = Write(
    f"""\
INSERT INTO hotelmate.payment_entry (
    hotel_id, booking_id, kind, amount, provider, method, reference
)
SELECT
    booking.hotel_id, booking.id, 'AUTHORISED', booking.total_amount, 'desk',
    %(method)s, %(reference)s
FROM hotelmate.room_booking AS booking
WHERE {THIS_BOOKING}
RETURNING seq
""",
    result=READ,
)
