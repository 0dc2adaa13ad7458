"""What Stripe said of a payment: written by what Stripe says, and by nobody's hand."""

from typing import Any

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by
from tests.stripe_evidence import answers, intent_for, says
from tests.stripe_payments import approve, held_booking, payment_of

FACTS: list[dict[str, Any]] = [
    {"provider_status": "succeeded"},
    {"provider_status": "canceled"},
    {"provider_status": None},
    {"provider_failure": "expired_card"},
    {"capture_before": "2100-01-01T00:00Z"},
]


def facts_of(hotel: HotelBuilder, payment: int) -> list[object]:
    """Return what Stripe said of a payment last."""
    columns = ("provider_status", "provider_failure", "capture_before")
    return [hotel.read("payment", payment, column) for column in columns]


def begin_payment(hotel: HotelBuilder, **facts: Any) -> int:
    """Write a payment by hand, of a payment intent that no event has told of."""
    booking, intent = hotel.booking(), f"pi_by_hand_{hotel.hotel_id}"
    hotel.insert("stripe_payment_intent", payment_intent_id=intent, booking_id=booking)
    names = {"provider": "stripe", "currency": "EUR", "payment_intent_id": intent}
    return int(hotel.insert("payment", booking_id=booking, **names, **facts))


@pytest.mark.parametrize("facts", FACTS, ids=str)
def test_payment_facts_by_evidence__rejects_the_owners_hand(
    hotel: HotelBuilder, facts: dict[str, Any]
) -> None:
    booking, intent = held_booking(hotel)
    payment = payment_of(hotel, intent)
    before = facts_of(hotel, payment)
    with refused_by("payment_facts_by_evidence"):
        hotel.update("payment", payment, **facts)
    approve(hotel, booking)
    with refused_by("payment_facts_by_evidence"):
        hotel.update("payment", payment, looked_at=hotel.value("SELECT now()"), **facts)
    assert facts_of(hotel, payment) == before


def test_payment_facts_by_evidence__rejects_a_status_at_the_desk(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CONFIRMED")
    with refused_by("payment_facts_by_evidence"):
        hotel.update("payment", hotel.payment(booking), capture_before=hotel.value("SELECT now()"))


@pytest.mark.parametrize("facts", [each for each in FACTS if any(each.values())], ids=str)
def test_payment_facts_by_evidence__rejects_a_payment_that_begins_with_facts(
    hotel: HotelBuilder, facts: dict[str, Any]
) -> None:
    with refused_by("payment_facts_by_evidence"):
        begin_payment(hotel, **facts)


def test_payment_facts_by_evidence__allows_a_payment_that_begins_without(
    hotel: HotelBuilder,
) -> None:
    assert facts_of(hotel, begin_payment(hotel)) == [None, None, None]


@pytest.mark.parametrize("tell", [says, answers])
def test_payment_facts_by_evidence__allows_what_stripe_says(hotel: HotelBuilder, tell: Any) -> None:
    intent = intent_for(hotel, hotel.booking())
    tell(hotel.connection, intent.declined("insufficient_funds"))
    payment = payment_of(hotel, intent)
    assert facts_of(hotel, payment) == ["requires_payment_method", "insufficient_funds", None]
    tell(hotel.connection, intent.held())
    tell(hotel.connection, intent.charge(capture_before=2_000_000_000))
    status, failure, until = facts_of(hotel, payment)
    assert (status, failure) == ("requires_capture", None)
    assert until == hotel.value("SELECT to_timestamp(2000000000)")
    tell(hotel.connection, intent.captured())
    assert facts_of(hotel, payment)[0] == "succeeded"


def test_payment_facts_by_evidence__allows_an_event_that_is_stored_by_the_api(
    hotel: HotelBuilder, api_role: psycopg.Connection
) -> None:
    _, intent = held_booking(hotel)
    with hotel.through(api_role).acting(actor="system:stripe", source="SYSTEM"):
        says(api_role, intent.captured())
    assert facts_of(hotel, payment_of(hotel, intent))[0] == "succeeded"


@pytest.mark.parametrize("column", ["looked_at", "lapse_reported_at"])
def test_payment_facts_by_evidence__allows_the_api_to_note_that_it_looked(
    hotel: HotelBuilder, api_role: psycopg.Connection, column: str
) -> None:
    _, intent = held_booking(hotel)
    payment, now = payment_of(hotel, intent), hotel.value("SELECT now()")
    before = facts_of(hotel, payment)
    with hotel.through(api_role).acting(actor="system:payments", source="SYSTEM"):
        assert hotel.through(api_role).update("payment", payment, **{column: now}) == 1
    assert hotel.read("payment", payment, column) == now
    assert facts_of(hotel, payment) == before


def test_payment_facts_by_evidence__allows_writing_what_they_are(hotel: HotelBuilder) -> None:
    _, intent = held_booking(hotel)
    assert hotel.update("payment", payment_of(hotel, intent), provider_status="requires_capture")
