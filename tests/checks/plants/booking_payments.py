"""Contradictions between a booking and the money that was paid for it."""

from datetime import timedelta

from tests.checks.planting import Plant, Planting


def paid_at_is_missing(planting: Planting) -> None:
    booking = planting.hotel.booking("CONFIRMED")
    planting.drop("booking_confirmed_is_paid", "booking_payment_stamped")
    with planting.unguarded():
        planting.hotel.update("room_booking", booking, paid_at=None)


def paid_waits_for_approval(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking("PENDING_APPROVAL")
    planting.drop("booking_paid_is_confirmed", "booking_payment_stamped")
    with planting.unguarded():
        hotel.update("room_booking", booking, paid_at=hotel.value("SELECT now()"))


def authorised_waits_for_payment(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking()
    planting.drop("booking_pending_payment_is_unpaid", "booking_payment_stamped")
    with planting.unguarded():
        now = hotel.value("SELECT now()")
        hotel.update("room_booking", booking, payment_authorized_at=now)


def price_outgrows_authorisation(planting: Planting) -> None:
    booking = planting.hotel.booking("PENDING_APPROVAL")
    planting.drop("booking_pending_approval_is_authorised")
    planting.hotel.update("room_booking", booking, total_amount=20001)


def amount_without_its_ledger(planting: Planting) -> None:
    booking = planting.hotel.booking("CONFIRMED")
    planting.drop("booking_amounts_are_ledgers")
    planting.hotel.update("room_booking", booking, refunded_amount=1)


def amount_without_a_payment(planting: Planting) -> None:
    booking = planting.hotel.booking()
    planting.drop("booking_amounts_need_ledger")
    planting.hotel.update("room_booking", booking, voided_amount=1)


def stamp_is_missing(planting: Planting) -> None:
    booking = planting.hotel.booking("CONFIRMED")
    planting.hotel.cancel(booking)
    planting.drop("booking_payment_stamped")
    with planting.unguarded():
        planting.hotel.update("room_booking", booking, paid_at=None)


def paid_at_another_time(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking("CONFIRMED")
    paid = hotel.read("room_booking", booking, "paid_at")
    with planting.unguarded():
        hotel.update("room_booking", booking, paid_at=paid + timedelta(days=1))


def authorised_at_another_time(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking("PENDING_APPROVAL")
    authorised = hotel.read("room_booking", booking, "payment_authorized_at")
    with planting.unguarded():
        earlier = authorised - timedelta(seconds=1)
        hotel.update("room_booking", booking, payment_authorized_at=earlier)


def paid_before_authorised(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking("CONFIRMED")
    authorised = hotel.read("room_booking", booking, "payment_authorized_at")
    planting.drop("booking_paid_was_authorised")
    with planting.unguarded():
        hotel.update("room_booking", booking, paid_at=authorised - timedelta(seconds=1))


def fee_of_more_than_was_captured(planting: Planting) -> None:
    booking = planting.hotel.booking("CANCELLED")
    planting.drop("booking_cancellation_fee_within_captured")
    with planting.unguarded():
        planting.hotel.update("room_booking", booking, cancellation_fee_amount=1)


def desk_takes_too_little(planting: Planting) -> None:
    booking = planting.hotel.booking()
    planting.drop("desk_payment_is_the_price", "tg_payment_entry__2_booking")
    planting.hotel.pay(booking, "AUTHORISED", 19999)


def desk_takes_for_what_is_cancelled(planting: Planting) -> None:
    booking = planting.hotel.booking("CANCELLED")
    planting.drop("desk_payment_needs_pending_payment", "tg_payment_entry__2_booking")
    planting.hotel.authorise(booking)


PLANTS: dict[str, Plant] = {
    "booking_amounts_are_ledgers": amount_without_its_ledger,
    "booking_amounts_need_ledger": amount_without_a_payment,
    "booking_cancellation_fee_within_captured": fee_of_more_than_was_captured,
    "booking_confirmed_is_paid": paid_at_is_missing,
    "booking_paid_is_confirmed": paid_waits_for_approval,
    "booking_paid_was_authorised": paid_before_authorised,
    "booking_payment_stamped": stamp_is_missing,
    "booking_pending_approval_is_authorised": price_outgrows_authorisation,
    "booking_pending_payment_is_unpaid": authorised_waits_for_payment,
    "desk_payment_is_the_price": desk_takes_too_little,
    "desk_payment_needs_pending_payment": desk_takes_for_what_is_cancelled,
}
# Other ways in which the same rules are broken.
MORE: tuple[tuple[str, Plant], ...] = (
    ("booking_payment_stamped", authorised_at_another_time),
    ("booking_payment_stamped", paid_at_another_time),
)
