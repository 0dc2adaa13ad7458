"""A booking's payment: the amounts of its ledger, the stamps, and the status they allow."""

from datetime import timedelta
from typing import Any

import pytest

from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.past_triggers import checks_alone, switch_triggers_off
from tests.refusal import refused_by

PRICE = 20000


def authorised_by_stripe(hotel: HotelBuilder, amount: int = PRICE) -> int:
    """Make a booking whose price the provider has authorised."""
    booking = hotel.booking()
    hotel.pay_by_stripe(booking, "AUTHORISED", amount)
    return booking


def stray_payment(hotel: HotelBuilder, booking: int) -> int:
    """Return the one payment that a booking has and does not count on."""
    return int(
        hotel.value(
            "SELECT id FROM hotelmate.payment WHERE hotel_id = %s AND booking_id = %s",
            hotel.hotel_id,
            booking,
        )
    )


@pytest.mark.parametrize("changed", [{"refunded_amount": 1}, {"authorised_amount": PRICE + 1}])
def test_booking_amounts_are_ledgers__rejects_another_amount(
    hotel: HotelBuilder, changed: dict[str, int]
) -> None:
    booking = hotel.booking("CONFIRMED")
    with refused_by("booking_amounts_are_ledgers"):
        hotel.update("room_booking", booking, **changed)


def test_booking_amounts_are_ledgers__rejects_another_currency(hotel: HotelBuilder) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    with refused_by("booking_amounts_are_ledgers"):
        hotel.update("room_booking", booking, currency="USD")


@pytest.mark.parametrize("amount", ["authorised", "captured", "voided", "refunded", "disputed"])
def test_booking_amounts_are_ledgers__rejects_another_amount_without_triggers_too(
    clone: str, connect: Connect, amount: str
) -> None:
    hotel = HotelBuilder(connect(url=clone))
    booking = hotel.booking("CANCELLED")
    paid = authorised_by_stripe(hotel)
    hotel.pay_by_stripe(paid, "CAPTURED", PRICE)
    payment = hotel.payment(paid)
    switch_triggers_off(hotel.connection, "room_booking")
    amounts = {"authorised": PRICE, "captured": PRICE, "voided": 0, "refunded": 0, "disputed": 0}
    amounts[amount] += 1
    written = {f"{name}_amount": value for name, value in amounts.items()}
    with refused_by("booking_amounts_are_ledgers"):
        hotel.update("room_booking", paid, **written)
    # Nor those of a payment of another booking.
    stamps = dict.fromkeys(("payment_authorized_at", "paid_at"), hotel.value("SELECT now()"))
    written |= {"payment_id": payment, "payment_seq": 2, f"{amount}_amount": amounts[amount] - 1}
    with refused_by("booking_amounts_are_ledgers"):
        hotel.update("room_booking", booking, **written, **stamps)


@pytest.mark.parametrize(
    ("status", "seq", "captured"),
    [("CONFIRMED", 2, PRICE), ("CONFIRMED", 1, 0), ("CONFIRMED", None, 0)],
)
def test_booking_amounts_are_ledgers__rejects_rewinding(
    hotel: HotelBuilder, status: str, seq: int | None, captured: int
) -> None:
    booking = hotel.booking(status)
    hotel.pay(booking, "REFUNDED", PRICE)
    # The amounts are those of an earlier row of the ledger, so the key alone would let it pass.
    with refused_by("booking_amounts_are_ledgers"):
        hotel.update(
            "room_booking", booking, payment_seq=seq, captured_amount=captured, refunded_amount=0
        )
    assert hotel.read("room_booking", booking, "refunded_amount") == PRICE


@pytest.mark.parametrize("status", ["PENDING_PAYMENT", "PENDING_APPROVAL", "CONFIRMED"])
def test_booking_amounts_are_ledgers__rejects_running_ahead(
    hotel: HotelBuilder, status: str
) -> None:
    booking = hotel.booking(status)
    for authorised in (0, PRICE, PRICE * 2):
        with refused_by("booking_amounts_are_ledgers"):
            hotel.update("room_booking", booking, payment_seq=3, authorised_amount=authorised)


@pytest.mark.parametrize("status", ["CONFIRMED", "DECLINED", "CANCELLED"])
@pytest.mark.parametrize("changed", ["payment_id", "payment_seq", "both"])
def test_booking_amounts_are_ledgers__rejects_leaving_its_payment(
    hotel: HotelBuilder, status: str, changed: str
) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    hotel.update("room_booking", booking, status=status)
    second = hotel.stripe_payment(booking)
    hotel.pay_by_stripe(booking, "AUTHORISED", PRICE, payment_id=second)
    for place in ((None, None), (second, 1)):
        told = dict(zip(("payment_id", "payment_seq"), place, strict=True))
        with refused_by("booking_amounts_are_ledgers"):
            hotel.update(
                "room_booking", booking, **(told if changed == "both" else {changed: told[changed]})
            )
    assert hotel.read("room_booking", booking, "payment_provider") == "desk"


@pytest.mark.parametrize("amount", [PRICE - 1, PRICE + 1])
def test_booking_amounts_are_ledgers__rejects_a_hold_that_is_not_the_price(
    hotel: HotelBuilder, amount: int
) -> None:
    booking = authorised_by_stripe(hotel, amount)
    payment = stray_payment(hotel, booking)
    with refused_by("booking_amounts_are_ledgers"):
        hotel.update("room_booking", booking, payment_id=payment, payment_seq=1)
    assert hotel.read("room_booking", booking, "status") == "PENDING_PAYMENT"
    # What Stripe holds goes back.
    assert hotel.value(
        "SELECT array_agg((kind, amount, state)::text) FROM hotelmate.payment_instruction"
        " WHERE hotel_id = %s AND booking_id = %s",
        hotel.hotel_id,
        booking,
    ) == [f"(VOID,{amount},PENDING)"]


def test_booking_amounts_are_ledgers__rejects_a_hold_in_another_currency(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    payment = hotel.stripe_payment(booking, currency="USD")
    hotel.pay_by_stripe(booking, "AUTHORISED", PRICE, payment_id=payment, currency="USD")
    with refused_by("booking_amounts_are_ledgers"):
        hotel.update("room_booking", booking, payment_id=payment, payment_seq=1)


@pytest.mark.parametrize("step", ["cancel", "expire"])
@pytest.mark.parametrize("kinds", [("AUTHORISED",), ("AUTHORISED", "CAPTURED")])
def test_booking_amounts_are_ledgers__rejects_a_payment_that_came_too_late(
    hotel: HotelBuilder, kinds: tuple[str, ...], step: str
) -> None:
    booking = hotel.booking()
    getattr(hotel, step)(booking)
    for kind in kinds:
        hotel.pay_by_stripe(booking, kind, PRICE)
    payment = stray_payment(hotel, booking)
    with refused_by("booking_amounts_are_ledgers"):
        hotel.update("room_booking", booking, payment_id=payment, payment_seq=len(kinds))


def test_booking_amounts_are_ledgers__rejects_a_payment_that_holds_nothing(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    hotel.pay_by_stripe(booking, "DISPUTED", PRICE, dispute_id="dp_1")
    payment = stray_payment(hotel, booking)
    with refused_by("booking_amounts_are_ledgers"):
        hotel.update("room_booking", booking, payment_id=payment, payment_seq=1)


def test_booking_amounts_are_ledgers__allows_a_hold_of_the_price_that_was_agreed_on(
    hotel: HotelBuilder,
) -> None:
    booking = authorised_by_stripe(hotel, PRICE + 1)
    payment = stray_payment(hotel, booking)
    agreed = {"total_amount": PRICE + 1, "payment_id": payment, "payment_seq": 1}
    hotel.update("room_booking", booking, **agreed)
    assert hotel.read("room_booking", booking, "status") == "PENDING_APPROVAL"
    assert hotel.read("room_booking", booking, "authorised_amount") == PRICE + 1


def test_booking_amounts_are_ledgers__allows_the_same_position_again(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CONFIRMED")
    assert hotel.update("room_booking", booking, payment_seq=2) == 1


@pytest.mark.parametrize("status", ["PENDING_APPROVAL", "CONFIRMED", "DECLINED", "NO_SHOW"])
@pytest.mark.parametrize("provider", ["stripe", None])
def test_booking_amounts_are_ledgers__allows_no_other_provider_to_be_written(
    hotel: HotelBuilder, status: str, provider: str | None
) -> None:
    booking = hotel.booking(status, arrival=-1)
    hotel.update("room_booking", booking, payment_provider=provider)
    assert hotel.read("room_booking", booking, "payment_provider") == "desk"


@pytest.mark.parametrize("status", ["CONFIRMED", "DECLINED", "CANCELLED"])
def test_booking_confirmed_is_paid__allows_no_provider_to_be_forged_with_the_decision(
    hotel: HotelBuilder, status: str
) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    hotel.update("room_booking", booking, status=status, payment_provider="stripe")
    assert hotel.read("room_booking", booking, "payment_provider") == "desk"
    settled = "captured_amount" if status == "CONFIRMED" else "voided_amount"
    assert hotel.read("room_booking", booking, settled) == PRICE


def test_booking_confirmed_is_paid__rejects_confirming_the_providers_hold_as_the_desks(
    hotel: HotelBuilder,
) -> None:
    booking = authorised_by_stripe(hotel)
    with refused_by("booking_confirmed_is_paid"):
        hotel.update("room_booking", booking, status="CONFIRMED", payment_provider="desk")


def test_booking_amounts_are_ledgers__allows_what_the_ledger_says(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CONFIRMED")
    hotel.pay(booking, "REFUNDED", 1)
    assert hotel.read("room_booking", booking, "refunded_amount") == 1


def test_booking_amounts_are_ledgers__allows_another_currency_before_payment(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    hotel.update("room_booking", booking, currency="USD")
    hotel.authorise(booking)
    assert hotel.read("room_booking", booking, "status") == "PENDING_APPROVAL"


def test_booking_amounts_need_ledger__rejects_an_amount_without(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    now = hotel.value("SELECT now()")
    with refused_by("booking_amounts_need_ledger"):
        hotel.update("room_booking", booking, authorised_amount=PRICE, payment_authorized_at=now)


@pytest.mark.parametrize("amount", ["authorised", "captured", "voided", "refunded", "disputed"])
def test_booking_amounts_need_ledger__rejects_a_booking_that_is_made_with_its_payment(
    hotel: HotelBuilder, amount: str
) -> None:
    # A payment that is made after it in the same transaction would prove it.
    place: dict[str, Any] = {"payment_id": 900_001, "payment_seq": 1, f"{amount}_amount": 5}
    with refused_by("booking_amounts_need_ledger"):
        hotel.booking(**place)


def test_booking_amounts_need_ledger__allows_no_payment_to_be_older_than_its_booking(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking(payment_id=900_001, payment_seq=1)
    assert hotel.read("room_booking", booking, "payment_id") is None
    hotel.authorise(booking)
    assert hotel.read("room_booking", booking, "authorised_amount") == PRICE


@pytest.mark.parametrize("status", ["PENDING_PAYMENT", "CANCELLED", "CANCELLED_DRAFT"])
@pytest.mark.parametrize("amount", ["captured", "voided", "refunded", "disputed"])
def test_booking_amounts_need_ledger__rejects_more_and_less_than_nothing(
    hotel: HotelBuilder, status: str, amount: str
) -> None:
    booking = hotel.booking(status)
    for changed in (1, -1):
        with refused_by("booking_amounts_need_ledger"):
            hotel.update("room_booking", booking, **{f"{amount}_amount": changed})


@pytest.mark.parametrize("half", [{"payment_id": 1}, {"payment_seq": 1}])
def test_booking_amounts_need_ledger__rejects_half_a_place_in_it(
    hotel: HotelBuilder, half: dict[str, int]
) -> None:
    booking = hotel.booking()
    # With a NULL in it the key is not asked, so the check asks for both or neither.
    with refused_by("booking_amounts_need_ledger"), checks_alone(hotel.connection):
        hotel.update("room_booking", booking, **half)


def test_booking_amounts_need_ledger__allows_the_ledger_to_bring_it(hotel: HotelBuilder) -> None:
    booking = authorised_by_stripe(hotel)
    assert hotel.read("room_booking", booking, "authorised_amount") == PRICE
    assert hotel.read("room_booking", booking, "payment_seq") == 1


def test_booking_confirmed_is_paid__rejects_confirming_what_is_only_authorised(
    hotel: HotelBuilder,
) -> None:
    booking = authorised_by_stripe(hotel)
    with refused_by("booking_confirmed_is_paid"):
        hotel.approve(booking)


def test_booking_confirmed_is_paid__rejects_confirming_what_is_captured_in_part(
    hotel: HotelBuilder,
) -> None:
    booking = authorised_by_stripe(hotel)
    hotel.pay_by_stripe(booking, "CAPTURED", PRICE - 1)
    with refused_by("booking_confirmed_is_paid"):
        hotel.approve(booking)


@pytest.mark.parametrize("status", ["CONFIRMED", "COMPLETED", "NO_SHOW"])
def test_booking_confirmed_is_paid__rejects_unpaid_without_triggers_too(
    hotel: HotelBuilder, status: str
) -> None:
    booking = hotel.booking(arrival=-1)
    now = hotel.value("SELECT now()")
    stamps: dict[str, object] = {"approved_at": now}
    if status == "NO_SHOW":
        stamps["no_show_at"] = now
    if status == "COMPLETED":
        # A stay that is over, so that nothing but the payment is missing.
        stamps |= dict.fromkeys(("room_assigned_at", "checked_in_at", "checked_out_at"), now)
        stamps |= {"assigned_room_id": hotel.room(), "room_assigned_by": "desk"}
    # The illegal step is named first; the check holds without.
    with refused_by("booking_confirmed_is_paid"), checks_alone(hotel.connection):
        hotel.update("room_booking", booking, status=status, **stamps)


def test_booking_confirmed_is_paid__allows_the_full_capture(hotel: HotelBuilder) -> None:
    booking = authorised_by_stripe(hotel)
    hotel.pay_by_stripe(booking, "CAPTURED", PRICE)
    assert hotel.read("room_booking", booking, "status") == "CONFIRMED"
    assert hotel.read("room_booking", booking, "paid_at") is not None


def test_booking_confirmed_is_paid__allows_approving_a_desk_payment(hotel: HotelBuilder) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    hotel.approve(booking)
    assert hotel.read("room_booking", booking, "captured_amount") == PRICE


def test_booking_paid_is_confirmed__rejects_a_paid_booking_that_waits(hotel: HotelBuilder) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    now = hotel.value("SELECT now()")
    with refused_by("booking_paid_is_confirmed"):
        hotel.update("room_booking", booking, paid_at=now, captured_amount=PRICE)


def test_booking_paid_is_confirmed__allows_a_capture_in_part_to_wait(hotel: HotelBuilder) -> None:
    booking = authorised_by_stripe(hotel)
    hotel.pay_by_stripe(booking, "CAPTURED", PRICE - 1)
    assert hotel.read("room_booking", booking, "status") == "PENDING_APPROVAL"
    assert hotel.read("room_booking", booking, "paid_at") is None


def test_booking_paid_was_authorised__rejects_paid_before_or_never_authorised(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("CONFIRMED")
    paid = hotel.read("room_booking", booking, "paid_at")
    for authorised in (paid + timedelta(microseconds=1), None):
        # A stamp stays as it is (booking_stamps_are_final); the check holds without.
        with refused_by("booking_paid_was_authorised"), checks_alone(hotel.connection):
            hotel.update("room_booking", booking, payment_authorized_at=authorised)


def test_booking_paid_was_authorised__allows_news_of_a_capture_that_overtook_the_hold(
    hotel: HotelBuilder,
) -> None:
    booking = authorised_by_stripe(hotel)
    authorised = hotel.read("room_booking", booking, "payment_authorized_at")
    before = authorised - timedelta(microseconds=1)
    hotel.pay_by_stripe(booking, "CAPTURED", PRICE, occurred_at=before)
    assert hotel.read("room_booking", booking, "paid_at") == authorised


def test_booking_paid_was_authorised__allows_the_same_moment(hotel: HotelBuilder) -> None:
    booking = authorised_by_stripe(hotel)
    authorised = hotel.read("room_booking", booking, "payment_authorized_at")
    hotel.pay_by_stripe(booking, "CAPTURED", PRICE, occurred_at=authorised)
    assert hotel.read("room_booking", booking, "paid_at") == authorised


def test_booking_payment_stamped__rejects_a_stamp_without_an_amount(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    with refused_by("booking_payment_stamped"):
        hotel.update("room_booking", booking, payment_authorized_at=hotel.value("SELECT now()"))


@pytest.mark.parametrize("price", [PRICE + 1, PRICE * 2])
def test_booking_payment_stamped__rejects_a_price_above_what_was_paid(
    hotel: HotelBuilder, price: int
) -> None:
    booking = hotel.booking("CONFIRMED")
    # An approved price stays (booking_price_is_approved); the check holds without.
    with refused_by("booking_payment_stamped"), checks_alone(hotel.connection):
        hotel.update("room_booking", booking, total_amount=price)


def test_booking_payment_stamped__rejects_a_price_that_would_be_paid_without_a_stamp(
    hotel: HotelBuilder,
) -> None:
    booking = authorised_by_stripe(hotel)
    hotel.pay_by_stripe(booking, "CAPTURED", 5000)
    with refused_by("booking_payment_stamped"):
        hotel.update("room_booking", booking, total_amount=5000)


def test_booking_payment_stamped__allows_a_lower_price(hotel: HotelBuilder) -> None:
    booking = authorised_by_stripe(hotel)
    assert hotel.update("room_booking", booking, total_amount=PRICE - 1) == 1


def test_booking_payment_stamped__allows_no_authorisation_to_be_dated_by_hand(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    payment = hotel.stripe_payment(booking)
    first, second = (
        hotel.value("SELECT now() - %s * interval '1 hour'", hours) for hours in (2, 1)
    )
    for amount, moment in ((60, first), (40, second)):
        row = {"payment_id": payment, "occurred_at": moment}
        hotel.pay_by_stripe(booking, "AUTHORISED", amount, **row)
    place = {"payment_id": payment, "payment_seq": 2, "total_amount": 100}
    hotel.update("room_booking", booking, **place, payment_authorized_at="2001-01-01")
    assert hotel.read("room_booking", booking, "payment_authorized_at") == first


def test_booking_payment_stamped__rejects_dating_what_nobody_authorised(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("CANCELLED_DRAFT")
    hotel.pay_by_stripe(booking, "DISPUTED", 5)
    with refused_by("booking_payment_stamped"):
        hotel.update("room_booking", booking, payment_authorized_at="2001-01-01")


def test_booking_payment_stamped__allows_no_capture_to_be_dated_by_hand(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    moment = hotel.value("SELECT now() + interval '1 hour'")  # taken for the moment of the row
    hotel.run(
        "WITH taken AS (INSERT INTO hotelmate.payment_entry"
        " (hotel_id, booking_id, kind, amount, provider, method, occurred_at)"
        " VALUES (%s, %s, 'CAPTURED', %s, 'desk', 'CASH', %s) RETURNING *)"
        " UPDATE hotelmate.room_booking AS booking"
        " SET payment_seq = taken.seq, paid_at = '2101-01-01' FROM taken"
        " WHERE booking.hotel_id = taken.hotel_id AND booking.id = taken.booking_id",
        hotel.hotel_id,
        booking,
        PRICE,
        moment,
    )
    assert hotel.read("room_booking", booking, "status") == "CONFIRMED"
    assert hotel.read("room_booking", booking, "paid_at") == hotel.value(
        "SELECT occurred_at FROM hotelmate.payment_entry"
        " WHERE hotel_id = %s AND booking_id = %s AND kind = 'CAPTURED'",
        hotel.hotel_id,
        booking,
    )


@pytest.mark.parametrize("captured", [0, 5000])
def test_booking_payment_stamped__rejects_a_capture_that_the_ledger_does_not_show(
    hotel: HotelBuilder, captured: int
) -> None:
    booking = authorised_by_stripe(hotel)
    if captured:
        hotel.pay_by_stripe(booking, "CAPTURED", captured)
    hotel.cancel(booking)
    with refused_by("booking_payment_stamped"):
        hotel.update("room_booking", booking, paid_at="2101-01-01")


@pytest.mark.parametrize(("provider", "status"), [("stripe", "CONFIRMED"), ("desk", "CANCELLED")])
def test_booking_payment_stamped__allows_a_price_that_is_paid_to_be_dated_by_the_ledger_alone(
    hotel: HotelBuilder, provider: str, status: str
) -> None:
    moment = hotel.value("SELECT now() + interval '1 hour'")  # taken for the moment of the row
    if provider == "stripe":
        booking = authorised_by_stripe(hotel)
        hotel.pay_by_stripe(booking, "CAPTURED", 5000, occurred_at=moment)
    else:
        booking = hotel.booking("PENDING_APPROVAL")
        hotel.pay(booking, "CAPTURED", 5000, occurred_at=moment)
    captured_at = hotel.value(
        "SELECT occurred_at FROM hotelmate.payment_entry"
        " WHERE hotel_id = %s AND booking_id = %s AND kind = 'CAPTURED'",
        hotel.hotel_id,
        booking,
    )
    changed = {"total_amount": 5000, "status": status, "paid_at": "2101-01-01"}
    hotel.update("room_booking", booking, **changed)
    assert hotel.read("room_booking", booking, "paid_at") == captured_at


@pytest.mark.parametrize("changed", [{"authorised_amount": PRICE - 1}, {"voided_amount": 1}])
def test_booking_pending_approval_is_authorised__rejects_less_than_the_price(
    hotel: HotelBuilder, changed: dict[str, int]
) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    # The amounts are those of the ledger (booking_amounts_are_ledgers); the check holds without.
    with (
        refused_by("booking_pending_approval_is_authorised"),
        checks_alone(hotel.connection),
    ):
        hotel.update("room_booking", booking, **changed)


def test_booking_pending_approval_is_authorised__rejects_voiding_it_while_it_waits(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    with refused_by("booking_pending_approval_is_authorised"):
        hotel.pay(booking, "VOIDED", 1)


def test_booking_pending_approval_is_authorised__rejects_a_higher_price(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    with refused_by("booking_pending_approval_is_authorised"):
        hotel.update("room_booking", booking, total_amount=PRICE + 1)


def test_booking_pending_approval_is_authorised__rejects_waiting_without_a_payment(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    with refused_by("booking_pending_approval_is_authorised"):
        hotel.update("room_booking", booking, status="PENDING_APPROVAL")


@pytest.mark.parametrize("price", [PRICE, PRICE - 1])
def test_booking_pending_approval_is_authorised__allows_the_price_or_more(
    hotel: HotelBuilder, price: int
) -> None:
    booking = authorised_by_stripe(hotel)
    assert hotel.update("room_booking", booking, total_amount=price) == 1
    assert hotel.read("room_booking", booking, "status") == "PENDING_APPROVAL"


@pytest.mark.parametrize("amount", [1, PRICE - 1, PRICE + 1])
def test_booking_pending_approval_is_authorised__allows_a_hold_of_another_amount_to_count_nothing(
    hotel: HotelBuilder, amount: int
) -> None:
    booking = authorised_by_stripe(hotel, amount)
    assert hotel.read("room_booking", booking, "status") == "PENDING_PAYMENT"
    assert hotel.read("room_booking", booking, "authorised_amount") == 0


def test_booking_pending_approval_is_authorised__allows_a_lost_hold_to_end_the_wait(
    hotel: HotelBuilder,
) -> None:
    booking = authorised_by_stripe(hotel)
    hotel.pay_by_stripe(booking, "VOIDED", PRICE)
    assert hotel.read("room_booking", booking, "status") == "CANCELLED"


def test_booking_pending_payment_is_unpaid__rejects_a_payment_stamp(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    now = hotel.value("SELECT now()")
    # The position follows the ledger (booking_amounts_are_ledgers); the check holds without.
    with refused_by("booking_pending_payment_is_unpaid"), checks_alone(hotel.connection):
        hotel.update(
            "room_booking",
            booking,
            payment_id=1,
            payment_seq=1,
            authorised_amount=PRICE,
            payment_authorized_at=now,
        )


def test_booking_pending_payment_is_unpaid__allows_none(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    assert hotel.read("room_booking", booking, "payment_authorized_at") is None
    assert hotel.read("room_booking", booking, "paid_at") is None


def test_booking_pending_payment_is_unpaid__allows_a_hold_to_end_the_wait(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    payment = hotel.stripe_payment(booking)
    hotel.pay_by_stripe(booking, "DISPUTED", 5, payment_id=payment, dispute_id="dp_1")
    assert hotel.read("room_booking", booking, "payment_id") is None
    hotel.pay_by_stripe(booking, "AUTHORISED", PRICE, payment_id=payment)
    assert hotel.read("room_booking", booking, "status") == "PENDING_APPROVAL"
    assert hotel.read("room_booking", booking, "disputed_amount") == 5
