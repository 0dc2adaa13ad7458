"""Payments by Stripe as a healthy hotel has them, and what Stripe said long ago."""

from datetime import datetime, timedelta

from tests.hotel_builder import HotelBuilder
from tests.stripe_evidence import Intent, Object, event_of, intent_for, new_id, says, store
from tests.stripe_payments import (
    approve,
    captured_booking,
    held_booking,
    instruct,
    payment_of,
    stray_hold,
)


def long_ago(hotel: HotelBuilder, **units: int) -> datetime:
    """Return a time before now: `long_ago(hotel, days=8)`."""
    moment: datetime = hotel.value("SELECT now() - %s", timedelta(**units))
    return moment


def soon(hotel: HotelBuilder, **units: int) -> int:
    """Return a time after now as Stripe writes it, in seconds since 1970."""
    return int(long_ago(hotel, **{unit: -number for unit, number in units.items()}).timestamp())


def refused(hotel: HotelBuilder, shown: Object, rule: str, at: datetime) -> str:
    """Store what Stripe said as a rule refused it; return the event's id.

    Args:
        hotel: whose database it is.
        shown: the object that the event shows.
        rule: the name of the rule.
        at: when it came.
    """
    event = event_of(shown, "payment_intent.succeeded")
    return store(hotel.connection, event, status="FAILED", error=rule, received_at=at)


def not_ours(hotel: HotelBuilder, shown: Object, why: str, at: datetime) -> str:
    """Store what Stripe said to another account, mode or version; return the event's id."""
    event = event_of(shown, "payment_intent.succeeded")
    told: dict[str, object] = {"status": "FAILED", "error": why, "is_foreign": True}
    return store(hotel.connection, event, received_at=at, **told)


def behind_stripe(hotel: HotelBuilder, booking: int, shown: Object) -> str:
    """Store what Stripe showed of a payment intent as if it had its effect, where triggers are off.

    Returns:
        The id of the event.
    """
    known = {"hotel_id": hotel.hotel_id, "booking_id": booking, "payment_intent_id": shown["id"]}
    told = {"status": "PROCESSED", "processed_at": hotel.value("SELECT now()")}
    return store(hotel.connection, event_of(shown), **known, **told)


def reconciled(hotel: HotelBuilder, *, unexplained: int = 0, **ago: int) -> None:
    """Let a reconciliation with Stripe have ended some time ago: `hours=25`."""
    ended = long_ago(hotel, **ago)
    hotel.run(
        "INSERT INTO hotelmate.payment_reconciliation"
        " (started_at, finished_at, listed_until, unexplained) VALUES (%s, %s, %s, %s)",
        ended,
        ended,
        ended,
        unexplained,
    )


def payments_in_order(hotel: HotelBuilder) -> None:
    """Make payments in every state that is nobody's concern."""
    money_that_moves(hotel)
    money_that_does_not_count(hotel)
    words_that_need_no_effect(hotel)


def money_that_moves(hotel: HotelBuilder) -> None:
    """Make a hold, a capture and a refund under way, and both made."""
    _, held = held_booking(hotel)
    says(hotel.connection, held.charge(capture_before=soon(hotel, hours=25)))
    approve(hotel, held_booking(hotel)[0])
    _, taken = captured_booking(hotel)
    # A hold that is over has no end any more.
    says(hotel.connection, taken.charge(captured=20000, capture_before=soon(hotel, hours=1)))
    booking, paid = captured_booking(hotel)
    payment = payment_of(hotel, paid)
    refund = instruct(hotel, booking, "REFUND", payment_id=payment, amount=500)
    says(hotel.connection, paid.refund(500, instruction=refund))
    then = long_ago(hotel, minutes=55)
    instruct(hotel, booking, "REFUND", payment_id=payment, amount=600, created_at=then)


def money_that_does_not_count(hotel: HotelBuilder) -> None:
    """Make a second hold, and one of another amount on a booking that waits for payment."""
    stray_hold(hotel)
    says(hotel.connection, intent_for(hotel, hotel.booking(), amount=12345).held())


def words_that_need_no_effect(hotel: HotelBuilder) -> None:
    """Store what is new, not about a payment, not for us, or what our rows agree with."""
    connection = hotel.connection
    hours, days = long_ago(hotel, hours=2), long_ago(hotel, days=8)
    new = long_ago(hotel, minutes=55)
    of_nobody = Intent({"hotel": "of-somebody-else", "booking": "BK-2026-000001"})
    says(connection, of_nobody.held(), received_at=new)
    customer = {"id": new_id("cus"), "object": "customer"}
    store(connection, event_of(customer, "customer.created"), received_at=days)
    not_ours(hotel, Intent().held(), "livemode", days)
    _, intent = captured_booking(hotel)
    refused(hotel, intent.canceled(), "payment_outcome_is_final", new)
    refund, dispute = intent.refund(300), intent.dispute(700)
    says(connection, refund)
    says(connection, dispute)
    agreed = [intent.captured(), intent.held(), intent.declined(), intent.charge(captured=20000)]
    for shown in (*agreed, refund, dispute):
        refused(hotel, shown, "payment_refunded_within_captured", hours)
