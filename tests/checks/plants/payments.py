"""Money on its way that nobody moves: time, Stripe and triggers that were off make it."""

from tests.checks.payments_in_order import behind_stripe, long_ago, refused, soon
from tests.checks.planting import Plant, Planting
from tests.stripe_evidence import says
from tests.stripe_payments import (
    approve,
    captured_booking,
    held_booking,
    instruct,
    payment_of,
)

SETTLING = "tg_room_booking__7_settle_stripe_payment"


def hold_that_ends_soon(planting: Planting) -> None:
    _, intent = held_booking(planting.hotel)
    capture_before = soon(planting.hotel, hours=23)
    says(planting.hotel.connection, intent.charge(capture_before=capture_before))


def hold_that_nobody_releases(planting: Planting) -> None:
    booking, _ = held_booking(planting.hotel)
    planting.drop(SETTLING)
    planting.hotel.decline(booking)


def hold_that_nobody_captures(planting: Planting) -> None:
    booking, _ = held_booking(planting.hotel)
    planting.drop(SETTLING)
    approve(planting.hotel, booking)


def capture_that_nobody_refunds(planting: Planting) -> None:
    booking, _ = captured_booking(planting.hotel)
    planting.drop(SETTLING)
    planting.hotel.cancel(booking)


def refund_that_waits(planting: Planting) -> None:
    hotel = planting.hotel
    booking, intent = captured_booking(hotel)
    then, payment = long_ago(hotel, minutes=61), payment_of(hotel, intent)
    instruct(hotel, booking, "REFUND", payment_id=payment, amount=1, created_at=then)


def evidence_that_was_refused(planting: Planting) -> None:
    hotel = planting.hotel
    _, intent = captured_booking(hotel)
    refused(hotel, intent.canceled(), "payment_outcome_is_final", long_ago(hotel, hours=2))


def capture_that_we_missed(planting: Planting) -> None:
    booking, intent = held_booking(planting.hotel)
    with planting.unguarded():
        behind_stripe(planting.hotel, booking, intent.captured())


PLANTS: dict[str, Plant] = {
    "approved_holds_without_capture": hold_that_nobody_captures,
    "holds_about_to_lapse": hold_that_ends_soon,
    "holds_without_release": hold_that_nobody_releases,
    "money_kept_without_right": capture_that_nobody_refunds,
    "payment_instructions_waiting": refund_that_waits,
    "payments_differ_from_provider": capture_that_we_missed,
    "stripe_events_without_effect": evidence_that_was_refused,
}
