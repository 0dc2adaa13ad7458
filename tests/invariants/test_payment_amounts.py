"""What a ledger may add up to: captured of what is held, refunded of what was captured."""

import pytest

from tests.hotel_builder import HotelBuilder
from tests.past_triggers import checks_alone
from tests.refusal import refused_by

PRICE = 20000
TOTALS = ("authorised", "captured", "voided", "refunded", "disputed")


def held_by_stripe(hotel: HotelBuilder) -> int:
    """Make a booking whose price the provider holds."""
    booking = hotel.booking()
    hotel.pay_by_stripe(booking, "AUTHORISED", PRICE)
    return booking


def captured_by_stripe(hotel: HotelBuilder) -> int:
    """Make a booking whose price the provider has captured."""
    booking = held_by_stripe(hotel)
    hotel.pay_by_stripe(booking, "CAPTURED", PRICE)
    return booking


def stray(hotel: HotelBuilder, booking: int, amount: int) -> int:
    """Hold an amount for a booking that has its payment; return the payment that does not count."""
    payment = hotel.stripe_payment(booking)
    hotel.pay_by_stripe(booking, "AUTHORISED", amount, payment_id=payment)
    return payment


def write_alone(hotel: HotelBuilder, booking: int, kind: str, amount: int, **before: int) -> None:
    """Write the next row of a payment's ledger as if its totals before were those told.

    It is by the desk, unless only Stripe has rows of that kind.
    """
    totals = {f"{total}_before": before.get(total, 0) for total in TOTALS}
    payment = hotel.payment(booking)
    row: dict[str, object] = {"payment_id": payment, "seq": 9, "currency": "EUR", **totals}
    if kind in ("REFUND_FAILED", "DISPUTED", "DISPUTE_WON"):
        row |= {"provider": "stripe", "method": None, "provider_event_id": "evt_1"}
        row["refund_id" if kind == "REFUND_FAILED" else "dispute_id"] = "at_stripe_1"
    with checks_alone(hotel.connection):
        hotel.pay(booking, kind, amount, **row)


def totals(hotel: HotelBuilder, payment: int) -> dict[str, int]:
    """Return the totals that the last row of a payment's ledger comes to."""
    row = hotel.connection.execute(
        f"SELECT {', '.join(f'{total}_total' for total in TOTALS)} FROM hotelmate.payment_entry"
        " WHERE hotel_id = %s AND payment_id = %s ORDER BY seq DESC LIMIT 1".encode(),
        (hotel.hotel_id, payment),
    ).fetchone()
    assert row is not None
    return dict(zip(TOTALS, row, strict=True))


def test_payment_captured_within_authorised__rejects_more(hotel: HotelBuilder) -> None:
    booking = held_by_stripe(hotel)
    for kind in ("CAPTURED", "VOIDED"):
        with refused_by("payment_captured_within_authorised"):
            hotel.pay_by_stripe(booking, kind, PRICE + 1)
    assert hotel.read("room_booking", booking, "captured_amount") == 0


def test_payment_captured_within_authorised__rejects_more_at_the_desk(hotel: HotelBuilder) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    hotel.pay(booking, "CAPTURED", 1)
    with refused_by("payment_captured_within_authorised"):
        hotel.pay(booking, "CAPTURED", PRICE)


def test_payment_captured_within_authorised__rejects_voiding_what_was_captured(
    hotel: HotelBuilder,
) -> None:
    for paid, pay in (
        (hotel.booking("CONFIRMED"), hotel.pay),
        (captured_by_stripe(hotel), hotel.pay_by_stripe),
    ):
        with refused_by("payment_captured_within_authorised"):
            pay(paid, "VOIDED", 1)


@pytest.mark.parametrize("kind", ["CAPTURED", "VOIDED"])
def test_payment_captured_within_authorised__rejects_a_first_row_out_of_nothing(
    hotel: HotelBuilder, kind: str
) -> None:
    booking = hotel.booking()
    for pay in (hotel.pay, hotel.pay_by_stripe):
        with refused_by("payment_captured_within_authorised"):
            pay(booking, kind, 1)


def test_payment_captured_within_authorised__rejects_using_what_another_payment_holds(
    hotel: HotelBuilder,
) -> None:
    booking = held_by_stripe(hotel)
    second = stray(hotel, booking, 500)
    with refused_by("payment_captured_within_authorised"):
        hotel.pay_by_stripe(booking, "CAPTURED", 501, payment_id=second)


@pytest.mark.parametrize(
    ("kind", "before"),
    [("CAPTURED", {"voided": PRICE}), ("VOIDED", {"captured": PRICE - 1, "voided": 1})],
)
def test_payment_captured_within_authorised__rejects_more_without_triggers_too(
    hotel: HotelBuilder, kind: str, before: dict[str, int]
) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    with refused_by("payment_captured_within_authorised"):
        write_alone(hotel, booking, kind, 1, authorised=PRICE, **before)


def test_payment_captured_within_authorised__allows_all_of_it(hotel: HotelBuilder) -> None:
    booking = held_by_stripe(hotel)
    first = hotel.payment(booking)
    second = stray(hotel, booking, PRICE + 500)
    hotel.pay_by_stripe(booking, "VOIDED", 500, payment_id=second)
    for payment in (first, second):
        hotel.pay_by_stripe(booking, "CAPTURED", PRICE, payment_id=payment)
        assert totals(hotel, payment)["captured"] == PRICE
    assert hotel.read("room_booking", booking, "captured_amount") == PRICE


@pytest.mark.parametrize("step", ["decline", "cancel"])
def test_payment_captured_within_authorised__allows_each_payment_to_give_back_its_own(
    hotel: HotelBuilder, step: str
) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    second = stray(hotel, booking, PRICE * 2)
    getattr(hotel, step)(booking)
    # The desk's at once, the provider's when it says so.
    assert hotel.read("room_booking", booking, "voided_amount") == PRICE
    assert totals(hotel, second)["voided"] == 0
    hotel.pay_by_stripe(booking, "VOIDED", PRICE * 2, payment_id=second)
    assert totals(hotel, second)["voided"] == PRICE * 2
    assert hotel.read("room_booking", booking, "voided_amount") == PRICE


def test_payment_refunded_within_captured__rejects_more(hotel: HotelBuilder) -> None:
    for paid, pay in (
        (hotel.booking("CONFIRMED"), hotel.pay),
        (captured_by_stripe(hotel), hotel.pay_by_stripe),
    ):
        with refused_by("payment_refunded_within_captured"):
            pay(paid, "REFUNDED", PRICE + 1)


def test_payment_refunded_within_captured__rejects_a_refund_of_what_was_only_authorised(
    hotel: HotelBuilder,
) -> None:
    booking = held_by_stripe(hotel)
    with refused_by("payment_refunded_within_captured"):
        hotel.pay_by_stripe(booking, "REFUNDED", 1)


def test_payment_refunded_within_captured__rejects_refunding_what_another_payment_captured(
    hotel: HotelBuilder,
) -> None:
    booking = captured_by_stripe(hotel)
    second = stray(hotel, booking, 500)
    with refused_by("payment_refunded_within_captured"):
        hotel.pay_by_stripe(booking, "REFUNDED", 1, payment_id=second)


def test_payment_refunded_within_captured__rejects_more_to_fail_than_was_made(
    hotel: HotelBuilder,
) -> None:
    booking = captured_by_stripe(hotel)
    hotel.pay_by_stripe(booking, "REFUNDED", 300, refund_id="re_1")
    with refused_by("payment_refunded_within_captured"):
        hotel.pay_by_stripe(booking, "REFUND_FAILED", 301, refund_id="re_1")


@pytest.mark.parametrize(("kind", "refunded"), [("REFUNDED", PRICE), ("REFUND_FAILED", 0)])
def test_payment_refunded_within_captured__rejects_more_and_less_without_triggers_too(
    hotel: HotelBuilder, kind: str, refunded: int
) -> None:
    booking = hotel.booking("CONFIRMED")
    with refused_by("payment_refunded_within_captured"):
        write_alone(hotel, booking, kind, 1, authorised=PRICE, captured=PRICE, refunded=refunded)


def test_payment_refunded_within_captured__allows_all_of_it_in_parts(hotel: HotelBuilder) -> None:
    for paid, pay in (
        (hotel.booking("CONFIRMED"), hotel.pay),
        (captured_by_stripe(hotel), hotel.pay_by_stripe),
    ):
        pay(paid, "REFUNDED", 1)
        pay(paid, "REFUNDED", PRICE - 1)
        assert hotel.read("room_booking", paid, "refunded_amount") == PRICE


def test_payment_refunded_within_captured__allows_again_what_came_back(
    hotel: HotelBuilder,
) -> None:
    booking = captured_by_stripe(hotel)
    for refund in ("re_1", "re_2"):
        hotel.pay_by_stripe(booking, "REFUNDED", PRICE, refund_id=refund)
        hotel.pay_by_stripe(booking, "REFUND_FAILED", PRICE, refund_id=refund)
        assert hotel.read("room_booking", booking, "refunded_amount") == 0
    hotel.pay_by_stripe(booking, "REFUNDED", PRICE)
    assert hotel.read("room_booking", booking, "refunded_amount") == PRICE


def test_payment_disputed_not_negative__rejects_winning_more_than_was_disputed(
    hotel: HotelBuilder,
) -> None:
    booking = captured_by_stripe(hotel)
    with refused_by("payment_disputed_not_negative"):
        hotel.pay_by_stripe(booking, "DISPUTE_WON", 1, dispute_id="du_1")
    hotel.pay_by_stripe(booking, "DISPUTED", 500, dispute_id="du_1")
    with refused_by("payment_disputed_not_negative"):
        hotel.pay_by_stripe(booking, "DISPUTE_WON", 501, dispute_id="du_1")
    assert hotel.read("room_booking", booking, "disputed_amount") == 500


def test_payment_disputed_not_negative__rejects_it_without_triggers_too(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("CONFIRMED")
    with refused_by("payment_disputed_not_negative"):
        write_alone(hotel, booking, "DISPUTE_WON", 3, authorised=PRICE, captured=PRICE, disputed=2)


def test_payment_disputed_not_negative__allows_a_dispute_to_be_won(hotel: HotelBuilder) -> None:
    booking = captured_by_stripe(hotel)
    for dispute in ("du_1", "du_2"):
        hotel.pay_by_stripe(booking, "DISPUTED", 500, dispute_id=dispute)
    assert hotel.read("room_booking", booking, "disputed_amount") == 1000
    hotel.pay_by_stripe(booking, "DISPUTE_WON", 500, dispute_id="du_1")
    assert hotel.read("room_booking", booking, "disputed_amount") == 500
    assert hotel.read("room_booking", booking, "captured_amount") == PRICE
