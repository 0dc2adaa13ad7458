"""What the hotel does: at the front desk through the API, at psql, and by its own clock."""

from app.payments.draft_expiry import expire_drafts
from bench.payments.histories.history import History

# Tells a refund of the staff's own from one that a cancellation brings about.
REFUND_REASON = "no heating"


def pay_at_desk(history: History, which: int, how: int) -> bool:
    """Take the price in cash."""
    return history.ask("desk-payment", {"method": "CASH"}).is_success


def approve(history: History, which: int, how: int) -> bool:
    """Approve the booking."""
    return history.ask("approve").is_success


def decline(history: History, which: int, how: int) -> bool:
    """Decline the booking."""
    return history.ask("decline", {"reason": "full"}).is_success


_KEPT = """
    SELECT captured_amount - refunded_amount - (
        SELECT coalesce(sum(amount), 0) FROM hotelmate.payment_instruction AS told
        WHERE told.hotel_id = booking.hotel_id AND told.payment_id = booking.payment_id
            AND told.kind = 'REFUND' AND told.state = 'PENDING'
    )
    FROM hotelmate.room_booking AS booking
    WHERE hotel_id = %s AND id = %s AND status = 'CONFIRMED'
"""


def cancel(history: History, which: int, how: int) -> bool:
    """Cancel the booking, and work out what the hotel may keep by the plan's terms."""
    where = (history.hotel.hotel_id, history.booking)
    row = history.stage.owner.execute(_KEPT, where).fetchone()
    if not history.ask("cancel", {"reason": "ill"}).is_success:
        return False
    kept = int(row[0]) if row is not None else 0
    history.fee = kept - kept * history.plan.refund_percent // 100
    return True


def refund(history: History, which: int, how: int) -> bool:
    """Give back a part, or what is left."""
    captured, refunded = (
        int(history.hotel.read("room_booking", history.booking, column))
        for column in ("captured_amount", "refunded_amount")
    )
    amount = captured - refunded if how < 30 else captured * how // 100
    body = {"amount": max(1, amount), "reason": REFUND_REASON}
    return history.ask("refund", body).is_success


def change_price(history: History, which: int, how: int) -> bool:
    """Write another price to an unpaid booking; its page is for the old one."""
    return bool(
        history.hotel.run(
            "UPDATE hotelmate.room_booking SET total_amount = total_amount + %s"
            " WHERE hotel_id = %s AND id = %s AND status = 'PENDING_PAYMENT'",
            100 * (1 + how),
            history.hotel.hotel_id,
            history.booking,
        )
    )


def page_time_over(history: History, which: int, how: int) -> bool:
    """Let our clock say earlier than Stripe's that the guest's time to pay is over."""
    pages = history.stage.owner.execute(
        "UPDATE hotelmate.payment_session SET expires_at = now() - interval '1 second'"
        " WHERE hotel_id = %s AND state = 'OPEN' RETURNING stripe_session_id",
        (history.hotel.hotel_id,),
    ).fetchall()
    history.overdue.update(str(page) for (page,) in pages)
    return bool(pages)


def draft_expires(history: History, which: int, how: int) -> bool:
    """Let the time of an unpaid booking run out."""
    history.hotel.run(
        "UPDATE hotelmate.room_booking SET expires_at = now() - interval '1 second'"
        " WHERE hotel_id = %s AND id = %s AND status = 'PENDING_PAYMENT'",
        history.hotel.hotel_id,
        history.booking,
    )
    return history.stage.run(expire_drafts(history.stage.database)) > 0
