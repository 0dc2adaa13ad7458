"""A hotel with bookings in every state, in which nothing is wrong."""

from typing import Any

import psycopg

from tests.checks.payments_in_order import payments_in_order
from tests.hotel_builder import HotelBuilder


def a_busy_hotel(connection: psycopg.Connection[Any]) -> HotelBuilder:
    hotel = HotelBuilder(connection)
    hotel.staff("director")
    for status in ("PENDING_PAYMENT", "PENDING_APPROVAL", "CONFIRMED", "CANCELLED", "DECLINED"):
        hotel.booking(status)
    hotel.booking("NO_SHOW", arrival=-1)
    hotel.assigned(hotel.room())
    hotel.in_house(hotel.room())
    hotel.checked_out(hotel.room())
    pay_by_card(hotel)
    payments_in_order(hotel)
    return hotel


def pay_by_card(hotel: HotelBuilder) -> None:
    """Let guests pay by Stripe as they do: once, twice, too little, in another currency."""
    held, captured, lost, twice, unpaid = (hotel.booking() for _ in range(5))
    for booking in (held, captured, lost, twice):
        hotel.pay_by_stripe(booking, "AUTHORISED", 20000)
    hotel.pay_by_stripe(captured, "CAPTURED", 20000)
    hotel.pay_by_stripe(captured, "REFUNDED", 500, refund_id="re_1")
    hotel.pay_by_stripe(captured, "REFUND_FAILED", 500, refund_id="re_1")
    hotel.pay_by_stripe(lost, "VOIDED", 20000)
    for booking in (twice, unpaid):
        second = hotel.stripe_payment(booking, currency="USD")
        hotel.pay_by_stripe(booking, "AUTHORISED", 20000, payment_id=second, currency="USD")
    hotel.pay_by_stripe(unpaid, "AUTHORISED", 100, payment_id=hotel.stripe_payment(unpaid))
