"""The ledger: evidenced rows that carry the totals on, in one currency, from nothing."""

import pytest

from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.past_triggers import checks_alone, switch_triggers_off
from tests.refusal import refused_by

NO_SUCH = -1
PRICE = 20000
BEFORE = ("authorised", "captured", "voided", "refunded", "disputed")


def before(**totals: int) -> dict[str, object]:
    """Return totals before a row, which only past the triggers are written: nothing but those."""
    return {f"{total}_before": totals.get(total, 0) for total in BEFORE}


def alone(hotel: HotelBuilder, booking: int, **columns: object) -> None:
    """Write a row of a desk payment, judged by checks alone."""
    row = {"payment_id": 1, "seq": 1, "currency": "EUR", **before(), **columns}
    with checks_alone(hotel.connection):
        hotel.pay(booking, "AUTHORISED", PRICE, **row)


@pytest.mark.parametrize("amount", [0, -1])
def test_payment_entry_amount_positive__rejects_nothing_and_less(
    hotel: HotelBuilder, amount: int
) -> None:
    booking = hotel.booking()
    hotel.pay_by_stripe(booking, "AUTHORISED", PRICE)
    for kind in ("AUTHORISED", "CAPTURED", "VOIDED", "REFUNDED", "REFUND_FAILED"):
        with refused_by("payment_entry_amount_positive"):
            hotel.pay_by_stripe(booking, kind, amount)


def test_payment_entry_amount_positive__allows_one_minor_unit(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CONFIRMED")
    hotel.pay(booking, "REFUNDED", 1)
    assert hotel.read("room_booking", booking, "refunded_amount") == 1


@pytest.mark.parametrize(
    "row",
    [
        {"seq": 2, **before(authorised=PRICE * 2)},
        {"seq": 2, **before(authorised=PRICE, refunded=1, captured=1)},
        {"seq": 2, **before(authorised=PRICE, disputed=1)},
        {"seq": 2, **before()},
        {"seq": 3, **before(authorised=PRICE)},
    ],
)
def test_payment_entry_chained__rejects_other_totals_and_gaps_without_triggers_too(
    clone: str, connect: Connect, row: dict[str, object]
) -> None:
    hotel = HotelBuilder(connect(url=clone))
    booking = hotel.booking("PENDING_APPROVAL")
    payment = hotel.payment(booking)
    switch_triggers_off(hotel.connection, "payment_entry")
    with refused_by("payment_entry_chained"):
        hotel.pay(booking, "AUTHORISED", 1, payment_id=payment, currency="EUR", **row)


def test_payment_entry_chained__rejects_going_on_from_another_payment(
    clone: str, connect: Connect
) -> None:
    hotel = HotelBuilder(connect(url=clone))
    booking = hotel.booking("PENDING_APPROVAL")
    other, event = hotel.stripe_payment(booking), hotel.stripe_event(booking)
    switch_triggers_off(hotel.connection, "payment_entry")
    row = {"seq": 2, "currency": "EUR", **before(authorised=PRICE), "provider_event_id": event}
    with refused_by("payment_entry_chained"):
        hotel.pay_by_stripe(booking, "CAPTURED", 1, payment_id=other, **row)


def test_payment_entry_chained__allows_the_totals_to_be_carried_on(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    hotel.pay_by_stripe(booking, "AUTHORISED", PRICE + 5)
    hotel.pay_by_stripe(booking, "VOIDED", 5)
    hotel.pay_by_stripe(booking, "CAPTURED", PRICE)
    hotel.pay_by_stripe(booking, "REFUNDED", 7, refund_id="re_1")
    hotel.pay_by_stripe(booking, "REFUND_FAILED", 7, refund_id="re_1")
    hotel.pay_by_stripe(booking, "DISPUTED", 9, dispute_id="du_1")
    hotel.pay_by_stripe(booking, "DISPUTE_WON", 9, dispute_id="du_1")
    rows = hotel.connection.execute(
        "SELECT seq, authorised_total, voided_total, captured_total, refunded_total,"
        " disputed_total FROM hotelmate.payment_entry"
        " WHERE hotel_id = %s AND booking_id = %s ORDER BY seq",
        (hotel.hotel_id, booking),
    ).fetchall()
    assert rows == [
        (1, PRICE + 5, 0, 0, 0, 0),
        (2, PRICE + 5, 5, 0, 0, 0),
        (3, PRICE + 5, 5, PRICE, 0, 0),
        (4, PRICE + 5, 5, PRICE, 7, 0),
        (5, PRICE + 5, 5, PRICE, 0, 0),
        (6, PRICE + 5, 5, PRICE, 0, 9),
        (7, PRICE + 5, 5, PRICE, 0, 0),
    ]


@pytest.mark.parametrize(
    "forged",
    [
        {"authorised_before": PRICE * 9},
        {"captured_before": 1, "refunded_before": 1},
        {"seq": 77},
        {"voided_before": -1},
        {"disputed_before": 3},
    ],
)
def test_payment_entry_chained__allows_no_forged_totals_to_survive(
    hotel: HotelBuilder, forged: dict[str, int]
) -> None:
    booking = hotel.booking()
    hotel.pay(booking, "AUTHORISED", PRICE, **forged)
    assert hotel.read("room_booking", booking, "payment_seq") == 1
    assert hotel.read("room_booking", booking, "authorised_amount") == PRICE


@pytest.mark.parametrize("method", [None, "", "CHEQUE"])
def test_payment_entry_desk_method_known__rejects_another_method(
    hotel: HotelBuilder, method: str | None
) -> None:
    booking = hotel.booking()
    with refused_by("payment_entry_desk_method_known"):
        hotel.pay(booking, "AUTHORISED", PRICE, method=method)


def test_payment_entry_desk_method_known__rejects_a_method_of_the_provider(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    with refused_by("payment_entry_desk_method_known"):
        hotel.pay_by_stripe(booking, "AUTHORISED", PRICE, method="CASH")


@pytest.mark.parametrize("method", ["CASH", "CARD_TERMINAL", "BANK_TRANSFER"])
def test_payment_entry_desk_method_known__allows_the_three(
    hotel: HotelBuilder, method: str
) -> None:
    booking = hotel.booking()
    hotel.pay(booking, "AUTHORISED", PRICE, method=method)
    assert hotel.read("room_booking", booking, "payment_provider") == "desk"


@pytest.mark.parametrize("kind", ["CHARGEBACK", "captured", ""])
def test_payment_entry_kind_known__rejects_an_eighth_kind(hotel: HotelBuilder, kind: str) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    with refused_by("payment_entry_kind_known"):
        hotel.pay(booking, kind, PRICE)


@pytest.mark.parametrize(("kind", "dispute"), [("REFUND_FAILED", None), ("DISPUTED", "dp_1")])
def test_payment_entry_kind_known__rejects_what_only_stripe_tells_of_at_the_desk(
    hotel: HotelBuilder, kind: str, dispute: str | None
) -> None:
    booking = hotel.booking("CONFIRMED")
    hotel.cancel(booking)
    with refused_by("payment_entry_kind_known"):
        hotel.pay(booking, kind, PRICE, dispute_id=dispute)
    assert hotel.read("room_booking", booking, "refunded_amount") == PRICE


def test_payment_entry_kind_known__allows_the_seven(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    hotel.pay_by_stripe(booking, "AUTHORISED", PRICE)
    hotel.pay_by_stripe(booking, "CAPTURED", PRICE - 1)
    hotel.pay_by_stripe(booking, "VOIDED", 1)
    for kind in ("REFUNDED", "REFUND_FAILED"):
        hotel.pay_by_stripe(booking, kind, 1, refund_id="re_1")
    for kind in ("DISPUTED", "DISPUTE_WON"):
        hotel.pay_by_stripe(booking, kind, 1, dispute_id="du_1")
    assert hotel.read("room_booking", booking, "payment_seq") == 7


def test_payment_entry_kind_known__allows_the_four_of_the_desk(hotel: HotelBuilder) -> None:
    declined, refunded = hotel.booking("DECLINED"), hotel.booking("CONFIRMED")
    hotel.pay(refunded, "REFUNDED", 1)
    for booking, kinds in {
        declined: ["AUTHORISED", "VOIDED"],
        refunded: ["AUTHORISED", "CAPTURED", "REFUNDED"],
    }.items():
        assert kinds == hotel.value(
            "SELECT array_agg(kind ORDER BY seq) FROM hotelmate.payment_entry"
            " WHERE hotel_id = %s AND booking_id = %s AND provider = 'desk'",
            hotel.hotel_id,
            booking,
        )


def test_payment_entry_of_payment__rejects_a_booking_that_does_not_exist(
    hotel: HotelBuilder,
) -> None:
    with refused_by("payment_entry_of_payment"):
        hotel.pay(NO_SUCH, "AUTHORISED", PRICE, currency="EUR")


def test_payment_entry_of_payment__rejects_a_booking_of_another_hotel(hotel: HotelBuilder) -> None:
    elsewhere = HotelBuilder(hotel.connection).booking()
    with refused_by("payment_entry_of_payment"):
        hotel.pay(elsewhere, "AUTHORISED", PRICE, currency="EUR")


@pytest.mark.parametrize("of", ["another booking", "another hotel", "nobody"])
def test_payment_entry_of_payment__rejects_a_payment_of_another(
    hotel: HotelBuilder, of: str
) -> None:
    booking, other = hotel.booking(), HotelBuilder(hotel.connection)
    payment = {
        "another booking": hotel.stripe_payment(hotel.booking()),
        "another hotel": other.stripe_payment(other.booking()),
        "nobody": NO_SUCH,
    }[of]
    with refused_by("payment_entry_of_payment"):
        hotel.pay_by_stripe(booking, "AUTHORISED", PRICE, payment_id=payment)


@pytest.mark.parametrize("amount", [1, PRICE])
def test_payment_entry_of_payment__rejects_the_desk_to_touch_what_the_provider_holds(
    hotel: HotelBuilder, amount: int
) -> None:
    booking = hotel.booking()
    hotel.pay_by_stripe(booking, "AUTHORISED", PRICE)
    for kind in ("CAPTURED", "VOIDED"):
        with refused_by("payment_entry_of_payment"):
            hotel.pay(booking, kind, amount)
    hotel.pay_by_stripe(booking, "CAPTURED", PRICE)
    with refused_by("payment_entry_of_payment"):
        hotel.pay(booking, "REFUNDED", amount)


def test_payment_entry_of_payment__rejects_the_provider_to_touch_what_the_desk_took(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    payment = hotel.payment(booking)
    for provider in ("stripe", "paypal"):
        with refused_by("payment_entry_of_payment"):
            hotel.pay_by_stripe(booking, "CAPTURED", PRICE, payment_id=payment, provider=provider)


def test_payment_entry_of_payment__rejects_another_currency(hotel: HotelBuilder) -> None:
    desk, held = hotel.booking("PENDING_APPROVAL"), hotel.booking()
    hotel.pay_by_stripe(held, "AUTHORISED", PRICE)
    with refused_by("payment_entry_of_payment"):
        hotel.pay(desk, "CAPTURED", 1, currency="USD")
    with refused_by("payment_entry_of_payment"):
        hotel.pay_by_stripe(held, "CAPTURED", 1, currency="USD")


def test_payment_entry_of_payment__rejects_removing_a_payment_with_a_ledger(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    hotel.pay_by_stripe(booking, "AUTHORISED", PRICE)
    with refused_by("payment_entry_of_payment"):
        hotel.run("DELETE FROM hotelmate.payment WHERE hotel_id = %s", hotel.hotel_id)


def test_payment_entry_of_payment__allows_its_own(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    hotel.pay(booking, "AUTHORISED", PRICE)
    hotel.pay(booking, "CAPTURED", 1)
    hotel.pay(booking, "CAPTURED", PRICE - 1)
    assert hotel.read("room_booking", booking, "status") == "CONFIRMED"


def test_payment_entry_of_payment__allows_the_provider_another_payment(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    second = hotel.stripe_payment(booking, currency="USD")
    hotel.pay_by_stripe(booking, "AUTHORISED", 7, payment_id=second, currency="USD")
    hotel.pay_by_stripe(booking, "VOIDED", 7, payment_id=second, currency="USD")
    assert hotel.read("room_booking", booking, "payment_provider") == "desk"


@pytest.mark.parametrize("total", BEFORE)
def test_payment_entry_starts_at_zero__rejects_a_first_row_with_a_past(
    hotel: HotelBuilder, total: str
) -> None:
    booking = hotel.booking()
    with refused_by("payment_entry_starts_at_zero"):
        alone(hotel, booking, **before(**{"captured": int(total == "refunded"), total: 1}))


@pytest.mark.parametrize("seq", [0, -1])
def test_payment_entry_starts_at_zero__rejects_a_row_before_the_first(
    hotel: HotelBuilder, seq: int
) -> None:
    booking = hotel.booking()
    with refused_by("payment_entry_starts_at_zero"):
        alone(hotel, booking, seq=seq)


def test_payment_entry_starts_at_zero__allows_the_first_row_of_each_payment(
    hotel: HotelBuilder,
) -> None:
    for booking in (hotel.booking(), hotel.booking()):
        hotel.authorise(booking)
        hotel.pay_by_stripe(booking, "AUTHORISED", PRICE)
        assert hotel.read("room_booking", booking, "payment_seq") == 1


@pytest.mark.parametrize("moment", ["-infinity", "infinity"])
def test_payment_entry_time_finite__rejects_a_payment_of_always(
    hotel: HotelBuilder, moment: str
) -> None:
    booking = hotel.booking()
    if moment == "-infinity":
        with refused_by("payment_entry_time_finite"):
            hotel.pay(booking, "AUTHORISED", PRICE, occurred_at=moment)
        with refused_by("payment_entry_time_finite"):
            hotel.pay_by_stripe(booking, "AUTHORISED", PRICE, occurred_at=moment)
    # A time ahead is taken as now, so only past the triggers is one without end kept.
    with refused_by("payment_entry_time_finite"):
        alone(hotel, booking, occurred_at=moment)


def test_payment_entry_time_finite__allows_long_ago_and_the_end_of_time_as_now(
    hotel: HotelBuilder,
) -> None:
    for told in ("1970-01-01T00:00Z", "infinity"):
        booking = hotel.booking()
        hotel.pay_by_stripe(booking, "AUTHORISED", PRICE, occurred_at=told)
        authorised = hotel.read("room_booking", booking, "payment_authorized_at")
        assert authorised <= hotel.value("SELECT clock_timestamp()")


@pytest.mark.parametrize("ahead", ["1 minute", "1 year"])
def test_booking_paid_was_authorised__allows_no_payment_of_the_future(
    hotel: HotelBuilder, ahead: str
) -> None:
    booking = hotel.booking()
    told = hotel.value("SELECT now() + %s::interval", ahead)
    hotel.pay_by_stripe(booking, "AUTHORISED", PRICE, occurred_at=told)
    authorised = hotel.read("room_booking", booking, "payment_authorized_at")
    assert authorised <= hotel.value("SELECT clock_timestamp()")
    hotel.pay_by_stripe(booking, "CAPTURED", PRICE, occurred_at=told)
    paid = hotel.read("room_booking", booking, "paid_at")
    assert authorised <= paid <= hotel.value("SELECT clock_timestamp()")


def test_booking_paid_was_authorised__allows_times_of_the_past_as_told(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    told = hotel.value("SELECT now() - interval '1 hour'")
    hotel.pay_by_stripe(booking, "AUTHORISED", PRICE, occurred_at=told)
    assert hotel.read("room_booking", booking, "payment_authorized_at") == told
