"""What proves a payment: an event that was for that booking and took effect, each used once."""

from typing import Any

import pytest

from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.past_triggers import checks_alone, switch_triggers_off
from tests.refusal import refused_by
from tests.stripe_evidence import Intent, intent_for, says, try_again
from tests.stripe_payments import amounts, captured_booking, held_booking, payment_of

PRICE = 20000
NOTHING_BEFORE = {
    f"{total}_before": 0 for total in ("authorised", "captured", "voided", "refunded", "disputed")
}


def captured(hotel: HotelBuilder) -> int:
    """Make a booking whose price the provider has captured."""
    booking = hotel.booking()
    for kind in ("AUTHORISED", "CAPTURED"):
        hotel.pay_by_stripe(booking, kind, PRICE)
    return booking


def refund_of(hotel: HotelBuilder, booking: int, amount: int) -> int:
    """Ask the provider for a refund, as staff do; return the instruction."""
    asked = {"payment_id": hotel.payment(booking), "kind": "REFUND", "amount": amount}
    return int(hotel.insert("payment_instruction", booking_id=booking, **asked))


def by_hand(
    hotel: HotelBuilder,
    booking: int,
    kind: str,
    amount: int,
    intent: Intent,
    event: str,
    **names: str,
) -> None:
    """Write a row of an intent's ledger that an event is said to evidence."""
    payment = payment_of(hotel, intent)
    evidence = {"payment_id": payment, "provider_event_id": event}
    hotel.pay_by_stripe(booking, kind, amount, **evidence, **names)


def begin_by_hand(hotel: HotelBuilder, intent: Intent) -> None:
    """Make the payment of an intent in euros, before Stripe has said anything of it."""
    booking = hotel.value(
        "SELECT id FROM hotelmate.room_booking WHERE hotel_id = %s AND booking_reference = %s",
        hotel.hotel_id,
        intent.metadata["booking"],
    )
    row = {"payment_intent_id": intent.id, "booking_id": booking}
    hotel.insert("stripe_payment_intent", **row)
    hotel.insert("payment", provider="stripe", currency="EUR", **row)


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
    for event in (
        hotel.stripe_event(other),
        stranger.stripe_event(stranger.booking()),
        # Of the hotel, or of nobody: the booking was not found.
        hotel.stripe_event(None),
        hotel.stripe_event(None, hotel_id=None),
    ):
        with refused_by("payment_entry_event_known"):
            hotel.pay_by_stripe(booking, "AUTHORISED", PRICE, provider_event_id=event)
    assert hotel.read("room_booking", booking, "status") == "PENDING_PAYMENT"


@pytest.mark.parametrize(
    "without_effect",
    [
        {"status": "FAILED", "error": "payment_outcome_is_final"},
        {"status": "FAILED", "error": "another account", "is_foreign": True},
        {"is_foreign": True},
    ],
)
def test_payment_entry_event_known__rejects_an_event_without_effect(
    hotel: HotelBuilder, without_effect: dict[str, object]
) -> None:
    booking = hotel.booking()
    event = hotel.stripe_event(booking, **without_effect)
    with refused_by("payment_entry_event_known"):
        hotel.pay_by_stripe(booking, "AUTHORISED", PRICE, provider_event_id=event)


@pytest.mark.parametrize(
    "taken_back",
    [
        "booking_id = %(other)s",
        "status = 'RECEIVED', processed_at = NULL",
        "status = 'FAILED', processed_at = NULL, error = 'a mistake'",
        "event_id = 'evt_another'",
    ],
)
def test_payment_entry_event_known__rejects_taking_evidence_back_without_triggers_too(
    clone: str, connect: Connect, taken_back: str
) -> None:
    hotel = HotelBuilder(connect(url=clone))
    booking, other = hotel.booking(), hotel.booking()
    event = hotel.pay_by_stripe(booking, "AUTHORISED", PRICE)
    switch_triggers_off(hotel.connection, "stripe_webhook_event")
    with refused_by("payment_entry_event_known"):
        hotel.connection.execute(
            f"UPDATE hotelmate.stripe_webhook_event SET {taken_back} WHERE event_id = %(event)s",
            {"other": other, "event": event},
        )
    with refused_by("payment_entry_event_known"):
        hotel.run("DELETE FROM hotelmate.stripe_webhook_event WHERE event_id = %s", event)


def test_payment_entry_event_known__allows_an_event_that_found_its_booking_later(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    event = hotel.stripe_event(None, hotel_id=None)
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


def test_payment_entry_event_known__allows_an_event_that_failed_at_first(
    hotel: HotelBuilder,
) -> None:
    intent = intent_for(hotel, hotel.booking())
    refund = intent.refund(PRICE)
    says(hotel.connection, intent.held())
    # It overtook the capture.
    failed: dict[str, Any] = {"status": "FAILED", "error": "payment_refunded_within_captured"}
    event = says(hotel.connection, refund, **failed)
    says(hotel.connection, intent.captured())
    assert try_again(hotel.connection, event) == "PROCESSED"
    assert event == hotel.value(
        "SELECT provider_event_id FROM hotelmate.payment_entry WHERE refund_id = %s", refund["id"]
    )


def test_payment_entry_event_known__rejects_more_than_it_shows(hotel: HotelBuilder) -> None:
    booking, intent = held_booking(hotel)
    waiting = intent_for(hotel, hotel.booking())
    for of, kind, amount, shown in (
        (booking, "CAPTURED", 1, intent.held()),
        (booking, "CAPTURED", PRICE, intent.held()),
        (booking, "CAPTURED", 501, intent.charge(captured=500)),
        (booking, "AUTHORISED", 1, intent.held()),
        (hotel.booking(), "AUTHORISED", PRICE + 1, None),
    ):
        about = shown or intent_for(hotel, of).shown("requires_payment_method")
        event = says(hotel.connection, about)
        payment = hotel.value(
            "SELECT max(id) FROM hotelmate.payment WHERE hotel_id = %s AND booking_id = %s",
            hotel.hotel_id,
            of,
        )
        with refused_by("payment_entry_event_known"):
            hotel.pay_by_stripe(of, kind, amount, payment_id=payment, provider_event_id=event)
    # The trigger that writes the ledger by the event is held to it as well.
    without_received = waiting.held() | {"amount": 100}
    del without_received["amount_received"]
    for more in (without_received, without_received | {"amount_capturable": str(PRICE)}):
        with refused_by("payment_entry_event_known"):
            says(hotel.connection, more)


def test_payment_entry_event_known__allows_as_much_as_it_shows(hotel: HotelBuilder) -> None:
    booking, intent = held_booking(hotel)
    # What is captured in parts the event shows together; what it does not show is not compared.
    part = says(hotel.connection, intent.charge(captured=500))
    hotel.pay_by_stripe(booking, "CAPTURED", 500, provider_event_id=part)
    hotel.pay_by_stripe(booking, "CAPTURED", 100)
    rest = says(hotel.connection, intent.charge(captured=PRICE))
    hotel.pay_by_stripe(booking, "CAPTURED", PRICE - 600, provider_event_id=rest)
    assert amounts(hotel, booking) == (PRICE, PRICE, 0, 0, 0)
    # What was released before is not shown any more.
    other, second = held_booking(hotel)
    hotel.pay_by_stripe(other, "VOIDED", 5_000)
    says(hotel.connection, second.held(PRICE - 1_000))
    assert amounts(hotel, other) == (PRICE + 4_000, 0, 5_000, 0, 0)


def test_payment_entry_event_known__rejects_an_event_about_another_payment_intent(
    hotel: HotelBuilder,
) -> None:
    booking, intent = held_booking(hotel)
    other = intent_for(hotel, booking)
    says(hotel.connection, other.captured())
    for shown in (other.captured(), other.charge(captured=PRICE)):
        event = says(hotel.connection, shown)
        with refused_by("payment_entry_event_known"):
            by_hand(hotel, booking, "CAPTURED", PRICE, intent, event)
    assert hotel.read("room_booking", booking, "captured_amount") == 0


def test_payment_entry_event_known__rejects_a_release_of_what_it_shows_as_held(
    hotel: HotelBuilder,
) -> None:
    booking, intent = held_booking(hotel)
    still = says(hotel.connection, intent.held())
    for amount in (1, PRICE):
        with refused_by("payment_entry_event_known"):
            by_hand(hotel, booking, "VOIDED", amount, intent, still)
    assert hotel.read("room_booking", booking, "status") == "PENDING_APPROVAL"


def test_payment_entry_event_known__allows_a_release_of_the_rest_of_it(hotel: HotelBuilder) -> None:
    booking, intent = held_booking(hotel)
    less = says(hotel.connection, intent.held(PRICE - 5_000))
    by_hand(hotel, booking, "VOIDED", 5_000, intent, less)
    assert amounts(hotel, booking) == (PRICE, 0, 5_000, 0, 0)


@pytest.mark.parametrize("kind", ["AUTHORISED", "CAPTURED", "VOIDED"])
def test_payment_entry_event_known__rejects_money_that_its_object_says_nothing_of(
    hotel: HotelBuilder, kind: str
) -> None:
    booking, intent = held_booking(hotel)
    for shown in (intent.session(), intent.refund(1, "failed")):
        event = says(hotel.connection, shown)
        with refused_by("payment_entry_event_known"):
            by_hand(hotel, booking, kind, 1, intent, event)


def test_payment_entry_event_known__rejects_another_refund_than_it_shows(
    hotel: HotelBuilder,
) -> None:
    booking, intent = captured_booking(hotel)
    # One that failed before it was heard of: the ledger has no row of it.
    name = f"re_{hotel.slug}"
    refund = intent.refund(100, "failed", id=name)
    listed = intent.charge(captured=PRICE, refunds=[refund])
    no_refund = intent.dispute(100, "warning_needs_response"), intent.session()
    for shown in (refund, listed, *no_refund):
        event = says(hotel.connection, shown)
        for of, amount in ((name, 99), ("re_another", 100)):
            with refused_by("payment_entry_event_known"):
                by_hand(hotel, booking, "REFUNDED", amount, intent, event, refund_id=of)
    made = says(hotel.connection, intent.refund(200, id="re_made_" + hotel.slug))
    with refused_by("payment_entry_event_known"):
        by_hand(
            hotel, booking, "REFUND_FAILED", 200, intent, made, refund_id="re_made_" + hotel.slug
        )
    assert hotel.read("room_booking", booking, "refunded_amount") == 200


def test_payment_entry_event_known__rejects_another_dispute_than_it_shows(
    hotel: HotelBuilder,
) -> None:
    booking, intent = captured_booking(hotel)
    # An inquiry: the ledger has no row of it.
    name = f"du_{hotel.slug}"
    inquiry = intent.dispute(100, "warning_needs_response", id=name)
    for shown in (inquiry, intent.refund(100, "failed"), intent.charge(captured=PRICE)):
        event = says(hotel.connection, shown)
        for of, amount in ((name, 99), ("du_another", 100)):
            with refused_by("payment_entry_event_known"):
                by_hand(hotel, booking, "DISPUTED", amount, intent, event, dispute_id=of)
    lost = says(hotel.connection, inquiry | {"status": "lost"})
    with refused_by("payment_entry_event_known"):
        by_hand(hotel, booking, "DISPUTE_WON", 100, intent, lost, dispute_id=name)
    assert hotel.read("room_booking", booking, "disputed_amount") == 100


def test_payment_entry_event_known__allows_the_refund_and_the_dispute_that_it_shows(
    hotel: HotelBuilder,
) -> None:
    booking, intent = captured_booking(hotel)
    refund = intent.refund(100, "failed")
    says(hotel.connection, intent.charge(captured=PRICE, refunds=[refund, intent.refund(200)]))
    says(hotel.connection, refund)
    dispute = intent.dispute(300)
    says(hotel.connection, dispute)
    # By then the card's bank shows another amount, and what it gives back is what it took.
    says(hotel.connection, dispute | {"status": "won", "amount": 299})
    assert amounts(hotel, booking) == (PRICE, PRICE, 0, 200, 0)


@pytest.mark.parametrize(
    ("kind", "back", "name"),
    [("REFUNDED", "REFUND_FAILED", "refund_id"), ("DISPUTED", "DISPUTE_WON", "dispute_id")],
)
def test_payment_entry_event_known__rejects_taking_back_what_was_not_there(
    hotel: HotelBuilder, kind: str, back: str, name: str
) -> None:
    booking = captured(hotel)
    hotel.pay_by_stripe(booking, kind, 5, **{name: "at_stripe_1"})
    hotel.pay_by_stripe(booking, kind, 5, **{name: "at_stripe_2"})
    for amount, of in ((5, "at_stripe_3"), (4, "at_stripe_1"), (6, "at_stripe_1")):
        with refused_by("payment_entry_event_known"):
            hotel.pay_by_stripe(booking, back, amount, **{name: of})
    hotel.pay_by_stripe(booking, back, 5, **{name: "at_stripe_1"})


def test_payment_entry_event_known__rejects_another_currency_than_the_payments(
    hotel: HotelBuilder,
) -> None:
    booking, intent = held_booking(hotel)
    for shown in (intent.captured(), intent.canceled(), intent.held(PRICE + 1)):
        with refused_by("payment_entry_event_known"):
            says(hotel.connection, shown | {"currency": "usd"})
    assert amounts(hotel, booking) == (PRICE, 0, 0, 0, 0)
    taken, second = captured_booking(hotel)
    for shown in (second.refund(100), second.dispute(100)):
        with refused_by("payment_entry_event_known"):
            says(hotel.connection, shown | {"currency": "jpy"})
    assert amounts(hotel, taken) == (PRICE, PRICE, 0, 0, 0)
    # Nor is money of a payment that somebody began in another currency than Stripe has.
    third = intent_for(hotel, hotel.booking(), currency="usd")
    begin_by_hand(hotel, third)
    with refused_by("payment_entry_event_known"):
        says(hotel.connection, third.held())


def test_payment_entry_event_known__allows_the_currency_of_the_payment(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    intent = intent_for(hotel, booking, currency="usd")
    says(hotel.connection, intent.held())
    assert hotel.read("payment", payment_of(hotel, intent), "currency") == "USD"
    # It is not the booking's, so it does not count.
    assert hotel.read("room_booking", booking, "status") == "PENDING_PAYMENT"


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


def test_payment_entry_evidence_used_once__rejects_one_event_for_two_payments(
    hotel: HotelBuilder,
) -> None:
    booking, other = hotel.booking(), hotel.booking()
    event = hotel.pay_by_stripe(booking, "AUTHORISED", PRICE)
    again = {"provider_event_id": event}
    for payment in (hotel.payment(booking), None):
        second = payment or hotel.stripe_payment(booking)
        with refused_by("payment_entry_evidence_used_once"):
            hotel.pay_by_stripe(booking, "AUTHORISED", 1, payment_id=second, **again)
    with refused_by("payment_entry_evidence_used_once"):
        hotel.pay_by_stripe(other, "AUTHORISED", 1, **again)
    assert hotel.read("room_booking", other, "status") == "PENDING_PAYMENT"


def test_payment_entry_evidence_used_once__rejects_it_without_triggers_too(
    hotel: HotelBuilder,
) -> None:
    booking, other = hotel.booking(), hotel.booking()
    event = hotel.pay_by_stripe(booking, "AUTHORISED", PRICE)
    row = {"payment_id": 1, "seq": 1, "currency": "EUR", "provider_event_id": event}
    with refused_by("payment_entry_evidence_used_once"), checks_alone(hotel.connection):
        hotel.pay_by_stripe(other, "AUTHORISED", 1, **NOTHING_BEFORE, **row)


def test_payment_entry_evidence_used_once__allows_one_event_for_two_kinds(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    event = hotel.pay_by_stripe(booking, "AUTHORISED", PRICE)
    hotel.pay_by_stripe(booking, "CAPTURED", PRICE, provider_event_id=event)
    assert hotel.read("room_booking", booking, "status") == "CONFIRMED"


def test_payment_entry_evidence_used_once__allows_one_event_that_shows_two_refunds(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    intent = intent_for(hotel, booking)
    for shown in (intent.held(), intent.captured()):
        says(hotel.connection, shown)
    refunds = [intent.refund(300), intent.refund(200, "failed")]
    says(hotel.connection, intent.charge(captured=PRICE, refunds=refunds))
    assert hotel.read("room_booking", booking, "refunded_amount") == 300


def test_payment_entry_evidence_used_once__allows_many_desk_payments_without(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("CONFIRMED")
    for _ in range(2):
        hotel.pay(booking, "REFUNDED", 1)
    assert hotel.read("room_booking", booking, "refunded_amount") == 2


def test_payment_entry_refund_once__rejects_making_one_twice(hotel: HotelBuilder) -> None:
    booking = captured(hotel)
    for kind in ("REFUNDED", "REFUND_FAILED"):
        hotel.pay_by_stripe(booking, kind, 5, refund_id="re_1")
        hotel.pay_by_stripe(booking, "REFUNDED", 5)
        with refused_by("payment_entry_refund_once"):
            hotel.pay_by_stripe(booking, kind, 5, refund_id="re_1")


def test_payment_entry_refund_once__allows_two_and_one_that_failed(hotel: HotelBuilder) -> None:
    booking = captured(hotel)
    for refund in ("re_1", "re_2"):
        hotel.pay_by_stripe(booking, "REFUNDED", 5, refund_id=refund)
    hotel.pay_by_stripe(booking, "REFUND_FAILED", 5, refund_id="re_1")
    assert hotel.read("room_booking", booking, "refunded_amount") == 5


def test_payment_entry_refund_once__allows_to_hear_of_one_again_and_again(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    intent = intent_for(hotel, booking)
    for shown in (intent.held(), intent.captured()):
        says(hotel.connection, shown)
    for status in ("pending", "succeeded", "succeeded"):
        says(hotel.connection, intent.refund(300, status, id="re_heard_often"))
    assert hotel.read("room_booking", booking, "refunded_amount") == 300


def test_payment_entry_dispute_once__rejects_opening_or_winning_one_twice(
    hotel: HotelBuilder,
) -> None:
    booking = captured(hotel)
    for kind in ("DISPUTED", "DISPUTE_WON"):
        hotel.pay_by_stripe(booking, kind, 5, dispute_id="du_1")
        hotel.pay_by_stripe(booking, "DISPUTED", 5)
        with refused_by("payment_entry_dispute_once"):
            hotel.pay_by_stripe(booking, kind, 5, dispute_id="du_1")


def test_payment_entry_dispute_once__allows_two_and_one_that_is_won(hotel: HotelBuilder) -> None:
    booking = captured(hotel)
    for dispute in ("du_1", "du_2"):
        hotel.pay_by_stripe(booking, "DISPUTED", 5, dispute_id=dispute)
    hotel.pay_by_stripe(booking, "DISPUTE_WON", 5, dispute_id="du_1")
    assert hotel.read("room_booking", booking, "disputed_amount") == 5


def test_payment_entry_dispute_once__allows_to_hear_of_one_again_and_again(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    intent = intent_for(hotel, booking)
    for shown in (intent.held(), intent.captured()):
        says(hotel.connection, shown)
    for status in ("needs_response", "needs_response", "won", "won"):
        says(hotel.connection, intent.dispute(PRICE, status, id="du_heard_often"))
    assert hotel.read("room_booking", booking, "disputed_amount") == 0


def test_payment_entry_names_its_refund__rejects_a_refund_of_no_name(hotel: HotelBuilder) -> None:
    booking = captured(hotel)
    hotel.pay_by_stripe(booking, "REFUNDED", 5)
    for kind in ("REFUNDED", "REFUND_FAILED"):
        with refused_by("payment_entry_names_its_refund"):
            hotel.pay_by_stripe(booking, kind, 5, refund_id=None)


def test_payment_entry_names_its_refund__rejects_a_name_on_anything_else(
    hotel: HotelBuilder,
) -> None:
    held, desk = hotel.booking(), hotel.booking("CONFIRMED")
    hotel.pay_by_stripe(held, "AUTHORISED", PRICE)
    for kind in ("CAPTURED", "VOIDED", "DISPUTED"):
        with refused_by("payment_entry_names_its_refund"):
            hotel.pay_by_stripe(held, kind, PRICE, refund_id="re_1")
    with refused_by("payment_entry_names_its_refund"):
        hotel.pay(desk, "REFUNDED", 5, refund_id="re_1")


def test_payment_entry_names_its_refund__allows_the_desk_to_name_none(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CONFIRMED")
    hotel.pay(booking, "REFUNDED", 5)
    held = captured(hotel)
    hotel.pay_by_stripe(held, "REFUNDED", 5, refund_id="re_1")
    assert hotel.read("room_booking", held, "refunded_amount") == 5


def test_payment_entry_names_its_dispute__rejects_a_dispute_of_no_name(
    hotel: HotelBuilder,
) -> None:
    booking = captured(hotel)
    hotel.pay_by_stripe(booking, "DISPUTED", 5)
    for kind in ("DISPUTED", "DISPUTE_WON"):
        with refused_by("payment_entry_names_its_dispute"):
            hotel.pay_by_stripe(booking, kind, 5, dispute_id=None)


def test_payment_entry_names_its_dispute__rejects_a_name_on_anything_else(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    hotel.pay_by_stripe(booking, "AUTHORISED", PRICE)
    for kind in ("AUTHORISED", "CAPTURED", "VOIDED"):
        with refused_by("payment_entry_names_its_dispute"):
            hotel.pay_by_stripe(booking, kind, PRICE, dispute_id="du_1")


def test_payment_entry_names_its_dispute__allows_none_where_nothing_is_disputed(
    hotel: HotelBuilder,
) -> None:
    booking = captured(hotel)
    hotel.pay_by_stripe(booking, "REFUNDED", 5)
    hotel.pay_by_stripe(booking, "DISPUTED", 5, dispute_id="du_1")
    assert hotel.read("room_booking", booking, "disputed_amount") == 5


def test_payment_entry_of_instruction__rejects_one_that_nobody_gave_here(
    hotel: HotelBuilder,
) -> None:
    booking, stranger = captured(hotel), HotelBuilder(hotel.connection)
    for instruction in (-1, refund_of(stranger, captured(stranger), 5)):
        with refused_by("payment_entry_of_instruction"):
            hotel.pay_by_stripe(booking, "REFUNDED", 5, instruction_id=instruction)
    assert hotel.read("room_booking", booking, "refunded_amount") == 0


def test_payment_entry_of_instruction__rejects_that_of_another_booking_or_payment(
    hotel: HotelBuilder,
) -> None:
    booking, other = captured(hotel), captured(hotel)
    with refused_by("payment_entry_of_instruction"):
        hotel.pay_by_stripe(booking, "REFUNDED", 5, instruction_id=refund_of(hotel, other, 5))
    stray, ours = hotel.stripe_payment(booking), refund_of(hotel, booking, 5)
    for kind in ("AUTHORISED", "CAPTURED"):
        hotel.pay_by_stripe(booking, kind, PRICE, payment_id=stray)
    with refused_by("payment_entry_of_instruction"):
        hotel.pay_by_stripe(booking, "REFUNDED", 5, payment_id=stray, instruction_id=ours)
    assert hotel.read("payment_instruction", ours, "state") == "PENDING"


def test_payment_entry_of_instruction__rejects_evidence_that_names_that_of_another_booking(
    hotel: HotelBuilder,
) -> None:
    (booking, intent), (other, _) = captured_booking(hotel), captured_booking(hotel)
    asked = refund_of(hotel, other, 5)
    says(hotel.connection, intent.refund(5, instruction=asked))
    # A refund that names what is not its own carries out nothing.
    assert hotel.read("payment_instruction", asked, "state") == "PENDING"
    assert hotel.read("room_booking", booking, "refunded_amount") == 5


def test_payment_entry_of_instruction__allows_its_own_and_none(hotel: HotelBuilder) -> None:
    booking = captured(hotel)
    instruction = refund_of(hotel, booking, 5)
    hotel.pay_by_stripe(booking, "REFUNDED", 5, instruction_id=instruction)
    assert hotel.read("payment_instruction", instruction, "state") == "DONE"
    hotel.pay_by_stripe(booking, "REFUNDED", 3)
    assert hotel.read("room_booking", booking, "refunded_amount") == 8
