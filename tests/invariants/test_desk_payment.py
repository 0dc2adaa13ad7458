"""Money at the desk: the price of a booking that waits, and settled as the desk took it."""

import pytest

from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by

PRICE = 20000


def ledger(hotel: HotelBuilder, booking: int) -> list[tuple[str, str, int]]:
    """Return kind, provider and amount of each row of a booking's ledger."""
    return hotel.connection.execute(
        "SELECT kind, provider, amount FROM hotelmate.payment_entry"
        " WHERE hotel_id = %s AND booking_id = %s ORDER BY seq",
        (hotel.hotel_id, booking),
    ).fetchall()


def held_twice(hotel: HotelBuilder, more: int) -> int:
    """Make a booking that was paid at the desk and then held by the provider as well."""
    booking = hotel.booking("PENDING_APPROVAL")
    hotel.pay_by_stripe(booking, "AUTHORISED", more)
    return booking


@pytest.mark.parametrize("amount", [PRICE - 1, PRICE + 1, 1, PRICE * 2])
def test_desk_payment_is_the_price__rejects_another_amount(
    hotel: HotelBuilder, amount: int
) -> None:
    booking = hotel.booking()
    with refused_by("desk_payment_is_the_price"):
        hotel.pay(booking, "AUTHORISED", amount)
    assert ledger(hotel, booking) == []


@pytest.mark.parametrize("amount", [0, -1])
def test_desk_payment_is_the_price__rejects_nothing_and_less(
    hotel: HotelBuilder, amount: int
) -> None:
    booking = hotel.booking()
    with refused_by("desk_payment_is_the_price"):
        hotel.pay(booking, "AUTHORISED", amount)


def test_desk_payment_is_the_price__rejects_the_price_of_yesterday(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    hotel.update("room_booking", booking, total_amount=PRICE + 1)
    with refused_by("desk_payment_is_the_price"):
        hotel.pay(booking, "AUTHORISED", PRICE)


@pytest.mark.parametrize("price", [1, PRICE, PRICE + 1])
def test_desk_payment_is_the_price__allows_the_price(hotel: HotelBuilder, price: int) -> None:
    booking = hotel.booking(total_amount=price)
    hotel.pay(booking, "AUTHORISED", price)
    assert hotel.read("room_booking", booking, "status") == "PENDING_APPROVAL"


def test_desk_payment_is_the_price__allows_the_provider_to_hold_more(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    hotel.pay_by_stripe(booking, "AUTHORISED", PRICE + 1)
    assert hotel.read("room_booking", booking, "status") == "PENDING_APPROVAL"


def test_desk_payment_is_the_price__allows_a_refund_in_part(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CONFIRMED")
    hotel.pay(booking, "REFUNDED", 1)
    assert hotel.read("room_booking", booking, "refunded_amount") == 1


@pytest.mark.parametrize(
    "status", ["PENDING_APPROVAL", "CONFIRMED", "DECLINED", "CANCELLED", "CANCELLED_DRAFT"]
)
def test_desk_payment_needs_pending_payment__rejects_any_other_booking(
    hotel: HotelBuilder, status: str
) -> None:
    booking = hotel.booking(status)
    with refused_by("desk_payment_needs_pending_payment"):
        hotel.authorise(booking)


def test_desk_payment_needs_pending_payment__allows_a_booking_that_waits(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    hotel.authorise(booking)
    assert hotel.read("room_booking", booking, "status") == "PENDING_APPROVAL"


def test_desk_payment_needs_pending_payment__allows_a_refund_later(hotel: HotelBuilder) -> None:
    booking = hotel.checked_out(hotel.room())
    hotel.pay(booking, "REFUNDED", 500)
    assert hotel.read("room_booking", booking, "refunded_amount") == 500


def test_desk_captures_desk_payment__rejects_what_the_provider_holds(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    hotel.pay_by_stripe(booking, "AUTHORISED", PRICE)
    for amount in (1, PRICE):
        with refused_by("desk_captures_desk_payment"):
            hotel.pay(booking, "CAPTURED", amount)
    assert hotel.read("room_booking", booking, "captured_amount") == 0


def test_desk_captures_desk_payment__allows_what_the_desk_took(hotel: HotelBuilder) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    hotel.pay(booking, "CAPTURED", 1)
    hotel.pay(booking, "CAPTURED", PRICE - 1)
    assert hotel.read("room_booking", booking, "status") == "CONFIRMED"


def test_desk_captures_desk_payment__allows_the_provider_its_own(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    hotel.pay_by_stripe(booking, "AUTHORISED", PRICE)
    hotel.pay_by_stripe(booking, "CAPTURED", PRICE)
    assert hotel.read("room_booking", booking, "status") == "CONFIRMED"


@pytest.mark.parametrize("more", [1, PRICE, PRICE * 2])
@pytest.mark.parametrize("step", ["decline", "cancel"])
def test_booking_captured_within_authorised__allows_voiding_what_the_desk_took_of_more(
    hotel: HotelBuilder, step: str, more: int
) -> None:
    booking = held_twice(hotel, more)
    getattr(hotel, step)(booking)
    assert ledger(hotel, booking) == [
        ("AUTHORISED", "desk", PRICE),
        ("AUTHORISED", "stripe", more),
        ("VOIDED", "desk", PRICE),
    ]
    assert hotel.read("room_booking", booking, "voided_amount") == PRICE
    hotel.pay_by_stripe(booking, "VOIDED", more)
    assert hotel.read("room_booking", booking, "voided_amount") == PRICE + more


@pytest.mark.parametrize("more", [1, PRICE, PRICE * 2])
def test_booking_captured_within_authorised__allows_capturing_what_the_desk_took_of_more(
    hotel: HotelBuilder, more: int
) -> None:
    booking = held_twice(hotel, more)
    hotel.approve(booking)
    assert ledger(hotel, booking)[-1] == ("CAPTURED", "desk", PRICE)
    assert hotel.read("room_booking", booking, "captured_amount") == PRICE
    hotel.pay_by_stripe(booking, "VOIDED", more)
    assert hotel.read("room_booking", booking, "voided_amount") == more


def test_booking_captured_within_authorised__rejects_voiding_more_than_is_held(
    hotel: HotelBuilder,
) -> None:
    booking = held_twice(hotel, 500)
    hotel.decline(booking)
    with refused_by("booking_captured_within_authorised"):
        hotel.pay_by_stripe(booking, "VOIDED", 501)
