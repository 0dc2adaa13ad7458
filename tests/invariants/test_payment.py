"""Payments and payment intents: whose they are, through whom, and that their outcome is final."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.past_triggers import checks_alone, switch_triggers_off
from tests.refusal import refused_by
from tests.stripe_evidence import intent_for, says
from tests.stripe_payments import amounts, captured_booking, held_booking, payment_of

NO_SUCH = -1
PRICE = 20000
DESK: dict[str, Any] = {"provider": "desk", "currency": "EUR"}
STRIPE: dict[str, Any] = {"provider": "stripe", "currency": "EUR"}
OPEN_STATUSES = (
    "requires_payment_method",
    "requires_confirmation",
    "requires_action",
    "processing",
)
OUTCOMES = ("succeeded", "canceled")
STATUSES = (*OPEN_STATUSES, "requires_capture", *OUTCOMES)


def named(hotel: HotelBuilder, name: str) -> str:
    """Return a payment intent's id that no other test uses."""
    return f"pi_{name}_{hotel.slug}"


def intent_of(hotel: HotelBuilder, booking: int, name: str = "1") -> str:
    """Enter a payment intent of a booking in the directory; return its id."""
    intent = named(hotel, name)
    hotel.insert("stripe_payment_intent", payment_intent_id=intent, booking_id=booking)
    return intent


@contextmanager
def facts_by_hand(connection: psycopg.Connection) -> Iterator[None]:
    """Let a statement write what only evidence may (payment_facts_by_evidence), then roll back."""
    with connection.transaction(force_rollback=True):
        connection.execute(
            "ALTER TABLE hotelmate.payment DISABLE TRIGGER payment_facts_by_evidence"
        )
        yield


def in_status(hotel: HotelBuilder, status: str | None) -> int:
    """Make a payment by Stripe whose intent has a status, past the triggers; return its id."""
    booking = hotel.booking()
    with hotel.connection.transaction():
        hotel.run("SET LOCAL session_replication_role = replica")
        return hotel.stripe_payment(booking, provider_status=status)


def test_payment_of_booking__rejects_a_booking_that_does_not_exist(hotel: HotelBuilder) -> None:
    elsewhere = HotelBuilder(hotel.connection).booking()
    for booking in (NO_SUCH, elsewhere):
        with refused_by("payment_of_booking"):
            hotel.insert("payment", booking_id=booking, **DESK)


def test_payment_of_booking__allows_several_of_its_own(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    made = [hotel.insert("payment", booking_id=booking, **DESK), hotel.stripe_payment(booking)]
    assert len(set(made)) == 2


def test_payment_intent_of_booking__rejects_a_booking_that_does_not_exist(
    hotel: HotelBuilder,
) -> None:
    elsewhere = HotelBuilder(hotel.connection).booking()
    for booking in (NO_SUCH, elsewhere):
        with refused_by("payment_intent_of_booking"):
            intent_of(hotel, booking)


def test_payment_intent_of_booking__allows_several_of_its_own(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    assert intent_of(hotel, booking, "1") != intent_of(hotel, booking, "2")


@pytest.mark.parametrize("name", ["", " ", "\n\t"])
def test_payment_intent_not_blank__rejects_a_name_of_nothing(
    hotel: HotelBuilder, name: str
) -> None:
    booking = hotel.booking()
    with refused_by("payment_intent_not_blank"):
        hotel.insert("stripe_payment_intent", payment_intent_id=name, booking_id=booking)
    with refused_by("payment_intent_not_blank"):
        says(hotel.connection, intent_for(hotel, booking, id=name).held())


def test_payment_intent_not_blank__allows_a_name(hotel: HotelBuilder) -> None:
    assert intent_of(hotel, hotel.booking())


def test_booking_single_payment_intent__rejects_the_intent_of_another(hotel: HotelBuilder) -> None:
    booking, other = hotel.booking("CANCELLED"), hotel.booking()
    intent_of(hotel, booking)
    for again in (booking, other):
        with refused_by("booking_single_payment_intent"):
            intent_of(hotel, again)


def test_booking_single_payment_intent__rejects_the_intent_of_another_hotel(
    hotel: HotelBuilder,
) -> None:
    intent = intent_of(hotel, hotel.booking())
    stranger = HotelBuilder(hotel.connection)
    booking = stranger.booking()
    for judged in (
        hotel.connection.transaction(force_rollback=True),
        checks_alone(hotel.connection),
    ):
        with refused_by("booking_single_payment_intent"), judged:
            stranger.insert("stripe_payment_intent", payment_intent_id=intent, booking_id=booking)


@pytest.mark.parametrize("elsewhere", [False, True], ids=["same_hotel", "another_hotel"])
def test_booking_single_payment_intent__rejects_evidence_that_names_another_booking(
    hotel: HotelBuilder, elsewhere: bool
) -> None:
    booking = hotel.booking()
    intent = intent_for(hotel, booking)
    says(hotel.connection, intent.held())
    home = HotelBuilder(hotel.connection) if elsewhere else hotel
    astray = intent_for(home, home.booking(), id=intent.id)
    for shown in (astray.held(), astray.captured(), astray.session()):
        with refused_by("booking_single_payment_intent"):
            says(hotel.connection, shown)
    assert hotel.read("room_booking", booking, "status") == "PENDING_APPROVAL"


def test_booking_single_payment_intent__allows_each_its_own(hotel: HotelBuilder) -> None:
    for booking in (hotel.booking(), hotel.booking()):
        intent = intent_for(hotel, booking)
        says(hotel.connection, intent.held())
        # Said again, of the same booking or of none, it is still the same.
        says(hotel.connection, intent.held())
        intent.metadata.clear()
        says(hotel.connection, intent.held())
        assert hotel.read("room_booking", booking, "authorised_amount") == intent.amount


def test_payment_of_intent__rejects_an_intent_that_is_not_its_bookings(
    hotel: HotelBuilder,
) -> None:
    booking, stranger = hotel.booking(), HotelBuilder(hotel.connection)
    for intent in (
        named(hotel, "unheard_of"),
        intent_of(hotel, hotel.booking()),
        intent_of(stranger, stranger.booking()),
    ):
        with refused_by("payment_of_intent"):
            hotel.insert("payment", booking_id=booking, payment_intent_id=intent, **STRIPE)


@pytest.mark.parametrize("change", ["give away", "rename", "remove"])
def test_payment_of_intent__rejects_changing_whose_it_is_without_triggers_too(
    clone: str, connect: Connect, change: str
) -> None:
    hotel = HotelBuilder(connect(url=clone))
    booking, other = hotel.booking(), hotel.booking()
    hotel.stripe_payment(booking)
    switch_triggers_off(hotel.connection, "stripe_payment_intent")
    statement = {
        "give away": f"UPDATE hotelmate.stripe_payment_intent SET booking_id = {other}",
        "rename": "UPDATE hotelmate.stripe_payment_intent SET payment_intent_id = 'pi_renamed'",
        "remove": "DELETE FROM hotelmate.stripe_payment_intent",
    }[change]
    with refused_by("payment_of_intent"):
        hotel.run(statement + " WHERE hotel_id = %s", hotel.hotel_id)


def test_payment_of_intent__rejects_taking_a_payment_along_without_triggers_too(
    clone: str, connect: Connect
) -> None:
    hotel = HotelBuilder(connect(url=clone))
    payment, other = hotel.stripe_payment(hotel.booking()), hotel.booking()
    switch_triggers_off(hotel.connection, "payment")
    with refused_by("payment_of_intent"):
        hotel.update("payment", payment, booking_id=other)


def test_payment_of_intent__allows_its_own(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    intent = intent_of(hotel, booking)
    assert hotel.insert("payment", booking_id=booking, payment_intent_id=intent, **STRIPE)


def test_payment_intent_single_payment__rejects_a_second_payment(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    row = {"booking_id": booking, "payment_intent_id": intent_of(hotel, booking), **STRIPE}
    hotel.insert("payment", **row)
    with refused_by("payment_intent_single_payment"):
        hotel.insert("payment", **row)
    with refused_by("payment_intent_single_payment"), checks_alone(hotel.connection):
        hotel.insert("payment", **{**row, "currency": "USD"})


def test_payment_intent_single_payment__allows_many_at_the_desk(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    for _ in range(2):
        assert hotel.insert("payment", booking_id=booking, **DESK)


def test_payment_provider_known__rejects_another_provider(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    for provider in ("paypal", "Stripe", ""):
        with refused_by("payment_provider_known"):
            hotel.insert("payment", booking_id=booking, provider=provider, currency="EUR")


def test_payment_provider_known__allows_stripe_and_the_desk(hotel: HotelBuilder) -> None:
    hotel.pay_by_stripe(hotel.booking(), "AUTHORISED", 20000)
    hotel.pay(hotel.booking(), "AUTHORISED", 20000)


def test_payment_names_its_intent__rejects_a_payment_by_stripe_without(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    with refused_by("payment_names_its_intent"):
        hotel.insert("payment", booking_id=booking, **STRIPE)


def test_payment_names_its_intent__rejects_an_intent_or_a_status_at_the_desk(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    for told in (
        {"payment_intent_id": intent_of(hotel, booking)},
        {"provider_status": "succeeded"},
    ):
        with refused_by("payment_names_its_intent"), checks_alone(hotel.connection):
            hotel.insert("payment", booking_id=booking, **told, **DESK)


def test_payment_names_its_intent__allows_both_by_stripe_and_neither_at_the_desk(
    hotel: HotelBuilder,
) -> None:
    assert in_status(hotel, "succeeded")
    assert hotel.insert("payment", booking_id=hotel.booking(), **DESK)


@pytest.mark.parametrize("status", ["", "captured", "SUCCEEDED", "requires_source"])
def test_payment_provider_status_known__rejects_an_eighth(hotel: HotelBuilder, status: str) -> None:
    booking = hotel.booking()
    with refused_by("payment_provider_status_known"):
        in_status(hotel, status)
    with refused_by("payment_provider_status_known"):
        says(hotel.connection, intent_for(hotel, booking).shown(status), event_type="x")


@pytest.mark.parametrize("status", [*STATUSES, None])
def test_payment_provider_status_known__allows_the_seven_and_none_yet(
    hotel: HotelBuilder, status: str | None
) -> None:
    payment = in_status(hotel, status)
    assert hotel.read("payment", payment, "provider_status") == status


@pytest.mark.parametrize(
    ("status", "then"),
    [
        ("succeeded", "canceled"),
        ("canceled", "succeeded"),
        *((outcome, back) for outcome in OUTCOMES for back in ("requires_capture", None)),
        ("requires_capture", "requires_payment_method"),
        ("requires_capture", "processing"),
        ("requires_capture", None),
    ],
)
def test_payment_outcome_is_final__rejects_going_back(
    hotel: HotelBuilder, status: str, then: str | None
) -> None:
    payment = in_status(hotel, status)
    with refused_by("payment_outcome_is_final"), facts_by_hand(hotel.connection):
        hotel.update("payment", payment, provider_status=then)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("booking_id", NO_SUCH),
        ("provider", "desk"),
        ("currency", "USD"),
        ("payment_intent_id", "pi_another"),
        ("payment_intent_id", None),
        ("hotel_id", NO_SUCH),
    ],
)
def test_payment_outcome_is_final__rejects_another_payment_in_its_place(
    hotel: HotelBuilder, column: str, value: object
) -> None:
    payment = in_status(hotel, "requires_capture")
    with refused_by("payment_outcome_is_final"):
        hotel.update("payment", payment, **{column: value})


def test_payment_outcome_is_final__rejects_removing_what_stripe_said(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    intent = intent_for(hotel, booking)
    says(hotel.connection, intent.canceled())
    with refused_by("payment_outcome_is_final"):
        hotel.run("DELETE FROM hotelmate.payment WHERE hotel_id = %s", hotel.hotel_id)
    # Late news of its hold finds it canceled.
    says(hotel.connection, intent.held())
    assert hotel.read("room_booking", booking, "status") == "CANCELLED"


def test_payment_outcome_is_final__allows_removing_one_of_which_stripe_said_nothing(
    hotel: HotelBuilder,
) -> None:
    hotel.stripe_payment(hotel.booking())
    hotel.insert("payment", booking_id=hotel.booking(), **DESK)
    assert hotel.run("DELETE FROM hotelmate.payment WHERE hotel_id = %s", hotel.hotel_id) == 2


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_payment_outcome_is_final__rejects_evidence_of_the_opposite(
    hotel: HotelBuilder, outcome: str
) -> None:
    booking = hotel.booking()
    intent = intent_for(hotel, booking)
    says(hotel.connection, intent.held())
    shown = {"succeeded": intent.captured(), "canceled": intent.canceled()}
    says(hotel.connection, shown.pop(outcome))
    status = hotel.read("room_booking", booking, "status")
    (opposite,) = shown.values()
    with refused_by("payment_outcome_is_final"):
        says(hotel.connection, opposite)
    assert hotel.read("room_booking", booking, "status") == status


@pytest.mark.parametrize("kind", ["AUTHORISED", "CAPTURED"])
def test_payment_outcome_is_final__rejects_a_ledger_that_goes_on_by_hand(
    hotel: HotelBuilder, kind: str
) -> None:
    booking, _ = captured_booking(hotel)
    with refused_by("payment_outcome_is_final"), hotel.connection.transaction():
        hotel.pay_by_stripe(booking, "AUTHORISED", 1_000)
        hotel.pay_by_stripe(booking, kind, 1_000)


def test_payment_outcome_is_final__rejects_to_be_canceled_with_money_taken(
    hotel: HotelBuilder,
) -> None:
    received = {"amount_received": PRICE}
    # Of an intent that nothing was heard of, that was held, or that is canceled already.
    for before in ([], ["held"], ["held", "canceled"], ["canceled"]):
        intent = intent_for(hotel, hotel.booking())
        for heard in before:
            says(hotel.connection, getattr(intent, heard)())
        with refused_by("payment_outcome_is_final"):
            says(hotel.connection, intent.canceled() | received)
    # By a capture that no event shows.
    booking, intent = held_booking(hotel)
    hotel.pay_by_stripe(booking, "CAPTURED", 5_000)
    with refused_by("payment_outcome_is_final"):
        says(hotel.connection, intent.canceled())
    assert hotel.read("payment", payment_of(hotel, intent), "provider_status") == "requires_capture"


def test_payment_outcome_is_final__allows_to_be_canceled_with_nothing_taken(
    hotel: HotelBuilder,
) -> None:
    booking, intent = held_booking(hotel)
    says(hotel.connection, intent.canceled())
    assert hotel.read("payment", payment_of(hotel, intent), "provider_status") == "canceled"
    assert amounts(hotel, booking) == (PRICE, 0, PRICE, 0, 0)


def test_payment_outcome_is_final__allows_a_ledger_to_go_on_before_it(hotel: HotelBuilder) -> None:
    booking, _ = held_booking(hotel)
    hotel.pay_by_stripe(booking, "AUTHORISED", 1_000)


@pytest.mark.parametrize(
    ("status", "then"),
    [
        *((None, status) for status in STATUSES),
        ("requires_action", "requires_payment_method"),
        ("processing", "requires_capture"),
        *(("requires_capture", outcome) for outcome in OUTCOMES),
        *((status, status) for status in ("requires_capture", *OUTCOMES)),
    ],
)
def test_payment_outcome_is_final__allows_to_go_on(
    hotel: HotelBuilder, status: str | None, then: str
) -> None:
    payment = in_status(hotel, status)
    with facts_by_hand(hotel.connection):
        hotel.update("payment", payment, provider_status=then)
        assert hotel.read("payment", payment, "provider_status") == then


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_payment_outcome_is_final__allows_older_news_to_change_nothing(
    hotel: HotelBuilder, outcome: str
) -> None:
    intent = intent_for(hotel, hotel.booking())
    says(hotel.connection, intent.held())
    says(hotel.connection, intent.captured() if outcome == "succeeded" else intent.canceled())
    for shown in (intent.held(), intent.declined(), intent.shown("processing")):
        says(hotel.connection, shown)
    told = "SELECT provider_status FROM hotelmate.payment WHERE payment_intent_id = %s"
    assert hotel.value(told, intent.id) == outcome


def test_payment_outcome_is_final__allows_what_is_no_outcome_to_change(
    hotel: HotelBuilder,
) -> None:
    payment = in_status(hotel, "succeeded")
    now = hotel.value("SELECT now()")
    noted = {"looked_at": now, "lapse_reported_at": now}
    assert hotel.update("payment", payment, **noted) == 1
    with facts_by_hand(hotel.connection):
        told = {"capture_before": now, "provider_failure": "expired_card"}
        assert hotel.update("payment", payment, **told) == 1
