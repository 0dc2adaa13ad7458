"""The ledger: evidenced rows that carry the totals on, in one currency, from nothing."""

import uuid

import pytest

from tests.hotel_builder import HotelBuilder
from tests.past_triggers import checks_alone
from tests.refusal import refused_by

NO_SUCH = -1
PRICE = 20000


def received(hotel: HotelBuilder, **columns: object) -> str:
    """Store an event of the provider, for the hotel unless told otherwise; return its id."""
    event = f"evt_{uuid.uuid4().hex}"
    row = {"event_id": event, "event_type": "charge", "payload": "{}"}
    hotel.insert("stripe_webhook_event", **{**row, **columns})
    return event


@pytest.mark.parametrize("amount", [0, -1])
def test_payment_entry_amount_positive__rejects_nothing_and_less(
    hotel: HotelBuilder, amount: int
) -> None:
    booking = hotel.booking()
    for kind in ("AUTHORISED", "CAPTURED"):
        with refused_by("payment_entry_amount_positive"):
            hotel.pay_by_stripe(booking, kind, amount)


def test_payment_entry_amount_positive__allows_one_minor_unit(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CONFIRMED")
    hotel.pay(booking, "REFUNDED", 1)
    assert hotel.read("room_booking", booking, "refunded_amount") == 1


def test_payment_entry_chained__rejects_a_second_row_in_another_currency(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    with refused_by("payment_entry_chained"):
        hotel.pay(booking, "CAPTURED", 1, currency="USD")


def test_payment_entry_chained__allows_the_totals_to_be_carried_on(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    hotel.pay_by_stripe(booking, "AUTHORISED", PRICE + 5)
    hotel.pay_by_stripe(booking, "VOIDED", 5)
    hotel.pay_by_stripe(booking, "CAPTURED", PRICE)
    hotel.pay_by_stripe(booking, "REFUNDED", 7)
    rows = hotel.connection.execute(
        "SELECT seq, authorised_total, voided_total, captured_total, refunded_total"
        " FROM hotelmate.payment_entry WHERE hotel_id = %s AND booking_id = %s ORDER BY seq",
        (hotel.hotel_id, booking),
    ).fetchall()
    assert rows == [
        (1, PRICE + 5, 0, 0, 0),
        (2, PRICE + 5, 5, 0, 0),
        (3, PRICE + 5, 5, PRICE, 0),
        (4, PRICE + 5, 5, PRICE, 7),
    ]


@pytest.mark.parametrize(
    "forged",
    [
        {"authorised_before": PRICE * 9},
        {"captured_before": 1, "refunded_before": 1},
        {"seq": 77},
        {"voided_before": -1},
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


def test_payment_entry_event_known__rejects_an_event_that_was_not_received(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    with refused_by("payment_entry_event_known"):
        hotel.pay_by_stripe(booking, "AUTHORISED", PRICE, provider_event_id="evt_unheard_of")


def test_payment_entry_event_known__rejects_an_event_for_another_booking(
    hotel: HotelBuilder,
) -> None:
    booking, other = hotel.booking(), hotel.booking()
    stranger = HotelBuilder(hotel.connection)
    theirs = stranger.booking()
    for event in (
        received(hotel, booking_id=other),
        received(stranger, booking_id=theirs),
        # Of the hotel, or of nobody: the booking was not found.
        received(hotel, booking_id=None),
        received(hotel, hotel_id=None, booking_id=None),
    ):
        with refused_by("payment_entry_event_known"):
            hotel.pay_by_stripe(booking, "AUTHORISED", PRICE, provider_event_id=event)
    assert hotel.read("room_booking", booking, "status") == "PENDING_PAYMENT"


def test_payment_entry_event_known__rejects_giving_the_event_to_another_booking(
    hotel: HotelBuilder,
) -> None:
    booking, other = hotel.booking(), hotel.booking()
    event = hotel.pay_by_stripe(booking, "AUTHORISED", PRICE)
    for elsewhere in (other, None):
        with refused_by("payment_entry_event_known"):
            hotel.run(
                "UPDATE hotelmate.stripe_webhook_event SET booking_id = %s WHERE event_id = %s",
                elsewhere,
                event,
            )


def test_payment_entry_event_known__allows_an_event_that_found_its_booking_later(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    event = received(hotel, hotel_id=None, booking_id=None)
    hotel.run(
        "UPDATE hotelmate.stripe_webhook_event SET hotel_id = %s, booking_id = %s"
        " WHERE event_id = %s",
        hotel.hotel_id,
        booking,
        event,
    )
    hotel.pay_by_stripe(booking, "AUTHORISED", PRICE, provider_event_id=event)
    assert hotel.read("room_booking", booking, "payment_provider") == "stripe"


def test_payment_entry_event_known__allows_an_event_that_was(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    hotel.pay_by_stripe(booking, "AUTHORISED", PRICE)
    assert hotel.read("room_booking", booking, "payment_provider") == "stripe"


def test_payment_entry_has_evidence__rejects_a_provider_payment_without_event(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    with refused_by("payment_entry_has_evidence"):
        hotel.pay_by_stripe(booking, "AUTHORISED", PRICE, provider_event_id=None)


def test_payment_entry_has_evidence__allows_a_desk_payment_without(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    hotel.pay(booking, "AUTHORISED", PRICE)
    assert hotel.read("room_booking", booking, "status") == "PENDING_APPROVAL"


@pytest.mark.parametrize("kind", ["CHARGEBACK", "captured", ""])
def test_payment_entry_kind_known__rejects_a_fifth_kind(hotel: HotelBuilder, kind: str) -> None:
    booking = hotel.booking()
    with refused_by("payment_entry_kind_known"):
        hotel.pay(booking, kind, PRICE)


def test_payment_entry_kind_known__allows_the_four(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    amounts = {"AUTHORISED": PRICE + 1, "VOIDED": 1, "CAPTURED": PRICE, "REFUNDED": 1}
    for kind, amount in amounts.items():
        hotel.pay_by_stripe(booking, kind, amount)
    assert hotel.read("room_booking", booking, "payment_seq") == 4


def test_payment_entry_kind_known__allows_the_four_at_the_desk(hotel: HotelBuilder) -> None:
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


def test_payment_entry_of_booking__rejects_a_booking_that_does_not_exist(
    hotel: HotelBuilder,
) -> None:
    with refused_by("payment_entry_of_booking"):
        hotel.pay(NO_SUCH, "AUTHORISED", PRICE, currency="EUR")


def test_payment_entry_of_booking__rejects_a_booking_of_another_hotel(hotel: HotelBuilder) -> None:
    elsewhere = HotelBuilder(hotel.connection).booking()
    with refused_by("payment_entry_of_booking"):
        hotel.pay(elsewhere, "AUTHORISED", PRICE, currency="EUR")


def test_payment_entry_of_booking__allows_its_own(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    hotel.pay(booking, "AUTHORISED", PRICE)
    assert hotel.read("room_booking", booking, "authorised_amount") == PRICE


def test_payment_entry_provider_known__rejects_another_provider(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    with refused_by("payment_entry_provider_known"):
        hotel.pay_by_stripe(booking, "AUTHORISED", PRICE, provider="paypal")


def test_payment_entry_provider_known__allows_stripe_and_the_desk(hotel: HotelBuilder) -> None:
    hotel.pay_by_stripe(hotel.booking(), "AUTHORISED", PRICE)
    hotel.pay(hotel.booking(), "AUTHORISED", PRICE)


@pytest.mark.parametrize("total", ["authorised", "captured", "voided", "refunded"])
def test_payment_entry_starts_at_zero__rejects_a_first_row_with_a_past(
    hotel: HotelBuilder, total: str
) -> None:
    booking = hotel.booking()
    before = dict.fromkeys(
        ("authorised_before", "captured_before", "voided_before", "refunded_before"), 0
    )
    before[f"{total}_before"] = 1
    # The totals before are derived, so only past the triggers can they be forged.
    with refused_by("payment_entry_starts_at_zero"), checks_alone(hotel.connection):
        hotel.pay(booking, "AUTHORISED", PRICE, seq=1, currency="EUR", **before)


@pytest.mark.parametrize("seq", [0, -1])
def test_payment_entry_starts_at_zero__rejects_a_row_before_the_first(
    hotel: HotelBuilder, seq: int
) -> None:
    booking = hotel.booking()
    before = dict.fromkeys(
        ("authorised_before", "captured_before", "voided_before", "refunded_before"), 0
    )
    with refused_by("payment_entry_starts_at_zero"), checks_alone(hotel.connection):
        hotel.pay(booking, "AUTHORISED", PRICE, seq=seq, currency="EUR", **before)


def test_payment_entry_starts_at_zero__allows_the_first_row_of_each_booking(
    hotel: HotelBuilder,
) -> None:
    for booking in (hotel.booking(), hotel.booking()):
        hotel.authorise(booking)
        assert hotel.read("room_booking", booking, "payment_seq") == 1


def test_payment_entry_evidence_used_once__rejects_one_event_for_two_payments(
    hotel: HotelBuilder,
) -> None:
    booking, other = hotel.booking(), hotel.booking()
    event = hotel.pay_by_stripe(booking, "AUTHORISED", PRICE)
    for again in (booking, other):
        with refused_by("payment_entry_evidence_used_once"):
            hotel.pay_by_stripe(again, "AUTHORISED", PRICE, provider_event_id=event)
    assert hotel.read("room_booking", other, "status") == "PENDING_PAYMENT"


def test_payment_entry_evidence_used_once__allows_one_event_for_two_kinds(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    event = hotel.pay_by_stripe(booking, "AUTHORISED", PRICE)
    hotel.pay_by_stripe(booking, "CAPTURED", PRICE, provider_event_id=event)
    assert hotel.read("room_booking", booking, "status") == "CONFIRMED"


def test_payment_entry_evidence_used_once__allows_many_desk_payments_without(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("CONFIRMED")
    for _ in range(2):
        hotel.pay(booking, "REFUNDED", 1)
    assert hotel.read("room_booking", booking, "refunded_amount") == 2


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
    before = dict.fromkeys(
        ("authorised_before", "captured_before", "voided_before", "refunded_before"), 0
    )
    # A time ahead is taken as now, so only past the triggers is one without end kept.
    with refused_by("payment_entry_time_finite"), checks_alone(hotel.connection):
        hotel.pay(booking, "AUTHORISED", PRICE, seq=1, currency="EUR", occurred_at=moment, **before)


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
