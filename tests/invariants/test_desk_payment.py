"""Money at the desk: the price of a booking that waits, and settled as the desk took it."""

import pytest

from tests.consistency import contradictions
from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by

PRICE = 20000


def ledger(hotel: HotelBuilder, booking: int) -> list[tuple[str, str, int]]:
    """Return kind, provider and amount of each row of a booking's ledgers."""
    return hotel.connection.execute(
        "SELECT kind, provider, amount FROM hotelmate.payment_entry"
        " WHERE hotel_id = %s AND booking_id = %s ORDER BY payment_id, seq",
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


@pytest.mark.parametrize("currency", ["USD", "JPY"])
def test_desk_payment_is_the_price__rejects_another_currency(
    hotel: HotelBuilder, currency: str
) -> None:
    booking = hotel.booking()
    with refused_by("desk_payment_is_the_price"):
        hotel.pay(booking, "AUTHORISED", PRICE, currency=currency)
    assert ledger(hotel, booking) == []


def test_desk_payment_is_the_price__allows_the_provider_to_hold_more(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    hotel.pay_by_stripe(booking, "AUTHORISED", PRICE + 1)
    assert ledger(hotel, booking) == [("AUTHORISED", "stripe", PRICE + 1)]
    # Which does not pay the booking, so that the desk still may.
    hotel.authorise(booking)
    assert hotel.read("room_booking", booking, "payment_provider") == "desk"


def test_desk_payment_is_the_price__allows_a_refund_in_part(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CONFIRMED")
    hotel.pay(booking, "REFUNDED", 1)
    assert hotel.read("room_booking", booking, "refunded_amount") == 1


@pytest.mark.parametrize("captured", [PRICE, 5001])
def test_desk_payment_is_the_price__rejects_capturing_more_than_a_lower_price(
    hotel: HotelBuilder, captured: int
) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    hotel.update("room_booking", booking, total_amount=5000)
    with refused_by("desk_payment_is_the_price"):
        hotel.pay(booking, "CAPTURED", captured)
    assert hotel.read("room_booking", booking, "captured_amount") == 0


def test_desk_payment_is_the_price__rejects_a_price_below_what_is_captured(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    hotel.pay(booking, "CAPTURED", 5000)
    with refused_by("desk_payment_is_the_price"):
        hotel.update("room_booking", booking, total_amount=4999, status="CONFIRMED")


# The ways in which a lower price is captured: by approving it, by approving what is left, by hand.
CAPTURED_AT_5000: dict[str, tuple[tuple[int, ...], dict[str, object], list[int]]] = {
    "approved": ((), {"status": "CONFIRMED"}, [5000]),
    "approved by its stamp": ((), {"approved_at": "2001-01-01"}, [5000]),
    "approved with its price": ((), {"total_amount": 5000, "status": "CONFIRMED"}, [5000]),
    "a part captured before": ((3000,), {"status": "CONFIRMED"}, [3000, 2000]),
    "all of it captured before": ((5000,), {"total_amount": 5000, "status": "CONFIRMED"}, [5000]),
}


@pytest.mark.parametrize("way", CAPTURED_AT_5000)
def test_desk_payment_is_the_price__allows_a_lower_price_and_gives_back_the_rest(
    hotel: HotelBuilder, way: str
) -> None:
    before, decision, captured = CAPTURED_AT_5000[way]
    booking = hotel.booking("PENDING_APPROVAL")
    for amount in before:
        hotel.pay(booking, "CAPTURED", amount)
    if "total_amount" not in decision:
        hotel.update("room_booking", booking, total_amount=5000)
    hotel.update("room_booking", booking, **decision)
    assert hotel.read("room_booking", booking, "status") == "CONFIRMED"
    assert ledger(hotel, booking) == [
        ("AUTHORISED", "desk", PRICE),
        *(("CAPTURED", "desk", amount) for amount in captured),
        ("VOIDED", "desk", PRICE - 5000),
    ]
    assert hotel.read("room_booking", booking, "captured_amount") == 5000
    assert contradictions(hotel.connection, hotel.slug) == []
    hotel.cancel(booking)
    assert hotel.read("room_booking", booking, "refunded_amount") == 5000
    assert contradictions(hotel.connection, hotel.slug) == []


def test_desk_payment_is_the_price__allows_a_lower_price_to_be_captured_by_hand(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    hotel.update("room_booking", booking, total_amount=5000)
    hotel.pay(booking, "CAPTURED", 5000)
    assert hotel.read("room_booking", booking, "status") == "CONFIRMED"
    assert ledger(hotel, booking)[1:] == [("CAPTURED", "desk", 5000), ("VOIDED", "desk", 15000)]
    assert contradictions(hotel.connection, hotel.slug) == []


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


BY_ONE_STATEMENT = (
    # Two rows of a booking that waits for one.
    "INSERT INTO hotelmate.payment_entry (hotel_id, booking_id, kind, amount, provider, method)"
    " SELECT hotel_id, id, 'AUTHORISED', total_amount, 'desk', 'CASH'"
    " FROM hotelmate.room_booking, generate_series(1, 2)"
    " WHERE hotel_id = %(hotel)s AND id = %(booking)s",
    *(
        "WITH taken AS (INSERT INTO hotelmate.payment_entry"
        " (hotel_id, booking_id, kind, amount, provider, method)"
        f" VALUES (%(hotel)s, %(booking)s, 'AUTHORISED', {PRICE}, 'desk', 'CASH') RETURNING *)"
        f" UPDATE hotelmate.room_booking AS booking SET {meanwhile} FROM taken"
        " WHERE booking.hotel_id = taken.hotel_id AND booking.id = taken.booking_id"
        for meanwhile in ("status = 'CANCELLED'", f"total_amount = {PRICE + 1}", "currency = 'USD'")
    ),
)


@pytest.mark.parametrize("statement", BY_ONE_STATEMENT)
def test_desk_payment_needs_pending_payment__rejects_what_does_not_count_in_the_end(
    hotel: HotelBuilder, statement: str
) -> None:
    booking = hotel.booking()
    with refused_by("desk_payment_needs_pending_payment"):
        hotel.connection.execute(statement.encode(), {"hotel": hotel.hotel_id, "booking": booking})
    assert ledger(hotel, booking) == []
    hotel.authorise(booking)
    assert hotel.read("room_booking", booking, "status") == "PENDING_APPROVAL"


def test_desk_payment_needs_pending_payment__allows_what_counts_in_the_end(
    hotel: HotelBuilder,
) -> None:
    bookings = [hotel.booking() for _ in range(2)]
    hotel.run(
        "INSERT INTO hotelmate.payment_entry (hotel_id, booking_id, kind, amount, provider, method)"
        " SELECT hotel_id, id, 'AUTHORISED', total_amount, 'desk', 'CASH'"
        " FROM hotelmate.room_booking WHERE hotel_id = %s AND id = ANY (%s)",
        hotel.hotel_id,
        bookings,
    )
    for booking in bookings:
        assert hotel.read("room_booking", booking, "status") == "PENDING_APPROVAL"
        hotel.pay(booking, "CAPTURED", 300)
        hotel.pay(booking, "REFUNDED", 300)
    assert contradictions(hotel.connection, hotel.slug) == []


def test_desk_payment_needs_pending_payment__allows_a_refund_later(hotel: HotelBuilder) -> None:
    booking = hotel.checked_out(hotel.room())
    hotel.pay(booking, "REFUNDED", 500)
    assert hotel.read("room_booking", booking, "refunded_amount") == 500


@pytest.mark.parametrize("more", [1, PRICE, PRICE * 2])
@pytest.mark.parametrize(
    ("step", "settled"), [("approve", "CAPTURED"), ("decline", "VOIDED"), ("cancel", "VOIDED")]
)
def test_payment_captured_within_authorised__allows_the_desk_to_settle_what_it_took(
    hotel: HotelBuilder, step: str, settled: str, more: int
) -> None:
    booking = held_twice(hotel, more)
    getattr(hotel, step)(booking)
    # What the provider holds as well, only the provider gives back.
    assert ledger(hotel, booking) == [
        ("AUTHORISED", "desk", PRICE),
        (settled, "desk", PRICE),
        ("AUTHORISED", "stripe", more),
    ]
    assert hotel.read("room_booking", booking, f"{settled.lower()}_amount") == PRICE


@pytest.mark.parametrize("step", ["approve", "decline", "cancel"])
def test_payment_captured_within_authorised__allows_the_desk_to_settle_what_is_left(
    hotel: HotelBuilder, step: str
) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    hotel.pay(booking, "CAPTURED", 500)
    getattr(hotel, step)(booking)
    # Of a booking that is not confirmed the hotel keeps nothing: what the desk took goes back.
    settled = {
        "approve": [("CAPTURED", "desk", PRICE - 500)],
        "decline": [("REFUNDED", "desk", 500), ("VOIDED", "desk", PRICE - 500)],
    }
    told = settled["approve" if step == "approve" else "decline"]
    assert ledger(hotel, booking)[2:] == told
    assert contradictions(hotel.connection, hotel.slug) == []


@pytest.mark.parametrize("refunded", [0, 1, PRICE])
def test_payment_refunded_within_captured__allows_a_cancellation_to_refund_what_is_left(
    hotel: HotelBuilder, refunded: int
) -> None:
    booking = hotel.booking("CONFIRMED")
    if refunded:
        hotel.pay(booking, "REFUNDED", refunded)
    hotel.cancel(booking)
    assert hotel.read("room_booking", booking, "refunded_amount") == PRICE
    assert contradictions(hotel.connection, hotel.slug) == []
